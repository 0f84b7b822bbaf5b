"""Small files, small functions, named arguments: the house rules, measured."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
FILES = sorted(file for folder in ("src", "tests", "bench") for file in (ROOT / folder).rglob("*.py"))

LONGEST_FILE = 400
LONGEST_FUNCTION = 50
MOST_POSITIONAL = 3

Function = ast.FunctionDef | ast.AsyncFunctionDef


@cache
def functions() -> list[tuple[Path, Function]]:
    trees = ((file, ast.parse(file.read_text(encoding="utf-8"))) for file in FILES)
    return [(file, node) for file, tree in trees for node in ast.walk(tree) if isinstance(node, Function)]


def place(file: Path, function: Function) -> str:
    return f"{file.relative_to(ROOT)}:{function.lineno} {function.name}"


def test_a_file_fits_on_a_few_screens():
    lengths = {str(file.relative_to(ROOT)): len(file.read_text(encoding="utf-8").splitlines()) for file in FILES}
    assert {file: lines for file, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_a_function_fits_on_one_screen():
    lengths = {place(file, each): (each.end_lineno or each.lineno) - each.lineno + 1 for file, each in functions()}
    assert {function: lines for function, lines in lengths.items() if lines > LONGEST_FUNCTION} == {}


def test_the_fourth_argument_has_a_name():
    ours = [(file, each) for file, each in functions() if "tests" not in file.parts and not is_command(file, each)]
    assert [place(file, each) for file, each in ours if positional(each) > MOST_POSITIONAL] == []


def positional(function: Function) -> int:
    arguments = [each.arg for each in (*function.args.posonlyargs, *function.args.args)]
    return len([name for name in arguments if name not in ("self", "cls")])


def is_command(file: Path, function: Function) -> bool:
    """Typer passes every argument by name; a command's parameters are the options of the command line."""
    return file.parent.name == "cli" and function.name.rstrip("_") == file.stem.rstrip("_")
