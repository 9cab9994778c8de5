"""Bring a mutant to life in this process: what the module holds is changed where it stands, nothing is imported again.

Other modules took functions and tables from the module by name; so a function gets another body, a table other
entries, and a value that cannot be changed is replaced wherever a module holds the same one.
"""

import ast
import gc
import sys
from collections.abc import Iterator
from types import CodeType, FunctionType, ModuleType
from typing import Any

from tests.mutatie.mutanten import Mutant


class NietTeMaken(Exception):
    """The mutant cannot live: its function would need other variables from outside."""


def breng(module: ModuleType, mutant: Mutant, tekst: str) -> None:
    """`tekst` is the source of the module as it was imported."""
    assert module.__file__
    oud = dict(_codes(compile(tekst, module.__file__, "exec")))
    nieuw = {
        plek: code
        for plek, code in _codes(mutant.code(module.__file__))
        if plek in oud and not _gelijk(code, oud[plek])
    }
    for functie in [een for een in gc.get_objects() if isinstance(een, FunctionType)]:
        code = functie.__code__
        if code.co_filename == module.__file__ and (plek := (code.co_qualname, code.co_firstlineno)) in nieuw:
            try:
                functie.__code__ = nieuw[plek]
            except ValueError as fout:
                raise NietTeMaken(str(fout)) from fout
    if not mutant.functie:
        _zet_waarden(module, mutant, tekst)


def _gelijk(een: CodeType, ander: CodeType) -> bool:
    """The code of a function that holds another compares the inner one too."""
    return een == ander


def _codes(code: CodeType) -> Iterator[tuple[tuple[str, int], CodeType]]:
    for een in code.co_consts:
        if isinstance(een, CodeType):
            yield (een.co_qualname, een.co_firstlineno), een
            yield from _codes(een)


def _zet_waarden(module: ModuleType, mutant: Mutant, tekst: str) -> None:
    """The assignments at the top whose text changed, worked out again in the names of the module."""
    for was, wordt in zip(ast.parse(tekst).body, mutant.boom.body, strict=True):
        if ast.dump(was) == ast.dump(wordt):
            continue
        doel = wordt.targets[0] if isinstance(wordt, ast.Assign) else getattr(wordt, "target", None)
        if not isinstance(doel, ast.Name):
            raise NietTeMaken("geen toekenning aan een naam")
        _zet(module, doel.id, _werk_uit(module, was, doel.id), _werk_uit(module, wordt, doel.id))


def _werk_uit(module: ModuleType, opdracht: ast.stmt, naam: str) -> Any:
    namen = dict(vars(module))
    exec(compile(ast.Module([opdracht], []), module.__file__ or "", "exec"), namen)
    return namen[naam]


def _zet(module: ModuleType, naam: str, was: Any, wordt: Any) -> None:
    levend = getattr(module, naam)
    if isinstance(levend, dict):  # other apps added to it: only the difference
        for sleutel in was:
            levend.pop(sleutel, None)
        levend.update(wordt)
    elif isinstance(levend, set):
        levend.difference_update(was)
        levend.update(wordt)
    else:
        for ander in list(sys.modules.values()):
            if getattr(ander, "__dict__", {}).get(naam) is levend:
                setattr(ander, naam, wordt)
