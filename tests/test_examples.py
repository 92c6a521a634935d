"""The examples in the library's docstrings run, and every name of the front has one."""

import doctest
import importlib
import inspect
import pkgutil

import matplotlib as mpl
import pytest

import analysis

FRONT = [n for n in dir(analysis) if not n.startswith("_")]
FOUND = (m.name for m in pkgutil.walk_packages(analysis.__path__, "analysis."))
MODULES = sorted(name for name in FOUND if not name.endswith("__main__"))  # these run on import


def examples(text: str | None) -> int:
    """Lines of code in a docstring."""
    return len(doctest.DocTestParser().get_examples(text or ""))


@pytest.mark.parametrize("name", ["analysis", *MODULES])
def test_the_examples_of_a_module_run(name):
    module = importlib.import_module(name)
    with mpl.rc_context({"backend": "agg"}):
        tried = doctest.testmod(module)
    assert tried.failed == 0


def test_an_example_that_does_not_run_is_caught():
    wrong = doctest.DocTestParser().get_doctest(">>> 1 + 1\n3\n", {}, "wrong", None, 0)
    assert doctest.DocTestRunner().run(wrong, out=lambda _: None).failed == 1


def test_the_front_offers_about_thirty_names():
    assert 25 <= len(FRONT) <= 35


@pytest.mark.parametrize("name", FRONT)
def test_every_name_of_the_front_has_an_example(name):
    assert examples(inspect.getdoc(getattr(analysis, name))) > 0


def test_a_name_without_an_example_is_caught():
    assert examples("What was known by a given date?") == 0
