"""Public functions say what they take and show an example; how many do not may only fall."""

import inspect
from doctest import DocTestParser
from importlib import import_module

import analysis

WITHOUT_PARAMETERS = 1
WITHOUT_EXAMPLE = 26


def public_functions() -> dict[str, object]:
    """Functions that the modules of the front offer, by module and name."""
    found = {}
    for room in analysis._FRONT:
        module = import_module(f"analysis.{room}")
        for name in getattr(module, "__all__", [n for n in dir(module) if n[0] != "_"]):
            function = getattr(module, name)
            if inspect.isfunction(function) and function.__module__.startswith("analysis."):
                found[f"{room}.{name}"] = function
    return found


def lacks_parameters(function) -> bool:
    takes = bool(inspect.signature(function).parameters)
    return takes and "Parameters\n----------" not in (inspect.getdoc(function) or "")


def lacks_example(function) -> bool:
    return not DocTestParser().get_examples(inspect.getdoc(function) or "")


def test_functions_without_a_section_of_parameters_become_fewer():
    found = [name for name, f in public_functions().items() if lacks_parameters(f)]
    assert len(found) <= WITHOUT_PARAMETERS, found


def test_functions_without_an_example_become_fewer():
    found = [name for name, f in public_functions().items() if lacks_example(f)]
    assert len(found) <= WITHOUT_EXAMPLE, found


def test_every_function_to_begin_with_has_both():
    begin = [f"{room}.{name}" for name, room in analysis._FUNCTIONS.items()]
    public = public_functions()
    functions = {n: public.get(n, getattr(analysis, n.split(".")[1])) for n in begin}
    assert [n for n, f in functions.items() if lacks_parameters(f) or lacks_example(f)] == []


def test_a_function_without_either_is_caught():
    def bare(people):
        """Count them."""

    assert lacks_parameters(bare)
    assert lacks_example(bare)
