"""Mutants of a module: one small change each, made on the syntax tree; no file is touched.

What is changed: comparisons, and/or, `not`, conditions, sums, numbers and truth values, returned values, statements
that do something, elements of a set, list, tuple or dict, and links of a query (`filter`, `exclude`).
"""

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import CodeType
from typing import TypeVar

Doe = Callable[[], object]
T = TypeVar("T")

ANDERS: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
NAMEN = {"min": "max", "max": "min", "any": "all", "all": "any"}
SCHAKELS = {"filter", "exclude", "distinct"}
VELDEN = ("body", "orelse", "finalbody")


@dataclass(frozen=True)
class Mutant:
    """`regel` counts from 1; `bron` is that line as it stands; `wat` says the change, and tells twins apart."""

    regel: int
    wat: str
    bron: str
    functie: str
    boom: ast.Module

    def code(self, bestand: str) -> CodeType:
        return compile(self.boom, bestand, "exec")


@dataclass
class _Plek:
    knoop: ast.AST
    wat: str
    doe: Doe
    terug: Doe


def maak(tekst: str) -> list[Mutant]:
    """Every mutant of the source, in the order of its lines; all differ from each other and from the source."""
    boom, regels = ast.parse(tekst), tekst.splitlines()
    mutanten = list[Mutant]()
    for plaats, bovenste in enumerate(boom.body):
        _merk(bovenste, "")
        gezien = {ast.dump(bovenste)}
        for plek in _plekken(bovenste):
            plek.doe()
            if (beeld := ast.dump(bovenste)) not in gezien:
                gezien.add(beeld)
                regel: int = plek.knoop.lineno  # type: ignore[attr-defined]
                rest = [*boom.body[:plaats], copy.deepcopy(bovenste), *boom.body[plaats + 1 :]]
                functie = getattr(plek.knoop, "_functie", "")
                mutanten.append(Mutant(regel, plek.wat, regels[regel - 1].strip(), functie, ast.Module(rest, [])))
            plek.terug()
    return sorted(mutanten, key=lambda een: een.regel)


def _merk(knoop: ast.AST, functie: str) -> None:
    """Every node learns in which function it stands: "" at the top of the module or of a class."""
    if isinstance(knoop, ast.FunctionDef | ast.Lambda):
        functie = functie or getattr(knoop, "name", "lambda")
    knoop._functie = functie  # type: ignore[attr-defined]
    for kind in ast.iter_child_nodes(knoop):
        _merk(kind, functie)


def _plekken(boom: ast.AST) -> Iterator[_Plek]:
    """The places that can be changed; not in annotations, decorators, defaults, messages of errors, classes."""
    for knoop in _loop(boom):
        for maker in (_operator, _waarde, _voorwaarde, _element, _aanroep, _opdracht):
            yield from maker(knoop)


def _loop(knoop: ast.AST) -> Iterator[ast.AST]:
    yield knoop
    for naam, waarde in ast.iter_fields(knoop):
        if naam in {"annotation", "returns", "decorator_list", "args"} and isinstance(
            knoop, ast.FunctionDef | ast.AnnAssign
        ):
            continue
        if isinstance(knoop, ast.Raise | ast.JoinedStr | ast.Import | ast.ImportFrom):
            continue
        for kind in waarde if isinstance(waarde, list) else [waarde]:
            if isinstance(kind, ast.AST) and not (
                isinstance(knoop, ast.ClassDef) and not isinstance(kind, ast.FunctionDef)
            ):
                yield from _loop(kind)


def _veld(knoop: ast.AST, ouder: ast.AST, veld: str, nieuw: object, wat: str) -> _Plek:
    oud = getattr(ouder, veld)
    return _Plek(knoop, wat, lambda: setattr(ouder, veld, nieuw), lambda: setattr(ouder, veld, oud))


def _rij(knoop: ast.AST, rij: list[T], plaats: int, nieuw: list[T], wat: str) -> _Plek:
    """In a list of nodes: the one at `plaats` becomes those of `nieuw`."""
    oud = list(rij)
    return _Plek(
        knoop,
        wat,
        lambda: rij.__setitem__(slice(None), oud[:plaats] + nieuw + oud[plaats + 1 :]),
        lambda: rij.__setitem__(slice(None), oud),
    )


def _operator(knoop: ast.AST) -> Iterator[_Plek]:
    if isinstance(knoop, ast.Compare):
        for plaats, een in enumerate(knoop.ops):
            ander = ANDERS[type(een)]()
            wat = f"{type(een).__name__} {plaats + 1} wordt {type(ander).__name__}"
            yield _rij(knoop, knoop.ops, plaats, [ander], f"{wat} (kolom {knoop.col_offset})")  # type: ignore[list-item]
    elif isinstance(knoop, ast.BoolOp | ast.BinOp) and type(knoop.op) in ANDERS and not _is_tekst(knoop):
        ander = ANDERS[type(knoop.op)]()
        wat = f"{type(knoop.op).__name__} wordt {type(ander).__name__} (kolom {knoop.col_offset})"
        yield _veld(knoop, knoop, "op", ander, wat)


def _is_tekst(knoop: ast.AST) -> bool:
    """Text that is glued: minus would break it, whatever the test."""
    return any(
        isinstance(een, ast.JoinedStr | ast.Constant) and not isinstance(getattr(een, "value", ""), int)
        for een in ast.walk(knoop)
    ) and isinstance(knoop, ast.BinOp)


def _waarde(knoop: ast.AST) -> Iterator[_Plek]:
    if isinstance(knoop, ast.Constant) and isinstance(knoop.value, bool | int | float):
        oud = knoop.value
        nieuw = (not oud) if isinstance(oud, bool) else oud + 1
        yield _veld(knoop, knoop, "value", nieuw, f"{oud} wordt {nieuw} (kolom {knoop.col_offset})")
    if isinstance(knoop, ast.Return) and knoop.value is not None and not _is_niets(knoop.value):
        yield _veld(knoop, knoop, "value", ast.copy_location(ast.Constant(None), knoop.value), "geeft niets terug")


def _is_niets(knoop: ast.AST) -> bool:
    return isinstance(knoop, ast.Constant) and knoop.value is None


def _voorwaarde(knoop: ast.AST) -> Iterator[_Plek]:
    """`if x` and `if not x` change places; a comparison has mutants of its own."""
    tests = [knoop.test] if isinstance(knoop, ast.If | ast.IfExp | ast.While) else []
    for toets in tests:
        if isinstance(toets, ast.UnaryOp) and isinstance(toets.op, ast.Not):
            yield _veld(toets, knoop, "test", toets.operand, "niet valt weg")
        elif not isinstance(toets, ast.Compare | ast.BoolOp):
            omgekeerd = ast.copy_location(ast.UnaryOp(ast.Not(), toets), toets)
            yield _veld(toets, knoop, "test", omgekeerd, f"voorwaarde omgekeerd (kolom {toets.col_offset})")
    if isinstance(knoop, ast.comprehension):
        for plaats, een in enumerate(knoop.ifs):
            yield _rij(een, knoop.ifs, plaats, [], f"voorwaarde {plaats + 1} van de lus valt weg")
    if isinstance(knoop, ast.BoolOp):
        for plaats, een in enumerate(knoop.values):
            yield _rij(een, knoop.values, plaats, [], f"deel {plaats + 1} van {type(knoop.op).__name__} valt weg")


def _element(knoop: ast.AST) -> Iterator[_Plek]:
    laden = isinstance(getattr(knoop, "ctx", ast.Load()), ast.Load)
    if isinstance(knoop, ast.Set | ast.List) and laden:
        for plaats, een in enumerate(knoop.elts):
            if len(knoop.elts) > 1 or not isinstance(knoop, ast.Set):
                yield _rij(een, knoop.elts, plaats, [], f"element {plaats + 1} valt weg")
    elif isinstance(knoop, ast.Dict):
        for plaats, waarde in enumerate(knoop.values):
            paar = _rij(waarde, knoop.values, plaats, [], "")
            sleutel = _rij(waarde, knoop.keys, plaats, [], "")
            yield _Plek(
                waarde,
                f"sleutel {plaats + 1} valt weg",
                lambda paar=paar, sleutel=sleutel: (paar.doe(), sleutel.doe()),  # type: ignore[misc]
                lambda paar=paar, sleutel=sleutel: (paar.terug(), sleutel.terug()),  # type: ignore[misc]
            )


def _aanroep(knoop: ast.AST) -> Iterator[_Plek]:
    if not isinstance(knoop, ast.Call):
        return
    if isinstance(knoop.func, ast.Name) and knoop.func.id in NAMEN:
        yield _veld(knoop, knoop.func, "id", NAMEN[knoop.func.id], f"{knoop.func.id} wordt {NAMEN[knoop.func.id]}")
    if isinstance(knoop.func, ast.Attribute) and knoop.func.attr in SCHAKELS:
        for plaats, een in enumerate(knoop.keywords):
            yield _rij(een, knoop.keywords, plaats, [], f"{knoop.func.attr} zonder {een.arg or 'de rest'}")


def _opdracht(knoop: ast.AST) -> Iterator[_Plek]:
    """A statement that does something is left out."""
    for naam in VELDEN:
        rij = getattr(knoop, naam, None)
        if isinstance(rij, list) and isinstance(knoop, ast.stmt) and not isinstance(knoop, ast.ClassDef):
            for plaats, een in enumerate(rij):
                if _doet_iets(een):
                    niets = ast.copy_location(ast.Pass(), een)
                    yield _rij(een, rij, plaats, [niets], f"{type(een).__name__} valt weg")


def _doet_iets(knoop: ast.stmt) -> bool:
    aanroep = isinstance(knoop, ast.Expr) and isinstance(knoop.value, ast.Call | ast.Yield)
    return aanroep or isinstance(knoop, ast.AugAssign | ast.Raise | ast.Continue | ast.Break)
