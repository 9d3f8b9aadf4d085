"""The tree that is checked: its files, modules, breaches, and the allowances on its lines."""

import dataclasses
import functools
import os
import pathlib
import re

from tidy_checks import scan

SKIPPED = re.compile(r"^(\.git|build.*|data|node_modules|__pycache__|corpus|dist)$")
SCRIPTS = {".py", ".sh", ".ts", ".tsx", ".js", ".mjs", ".cmake", ".css", ".html"}
TEST = re.compile(r"_(?:test|fuzz)\.cc$|_fixture\.h$")
ALLOW = re.compile(r"(?://|#) tidy: allow\(([\w-]*)\)[ \t]*(.*)")
MODULE = re.compile(
    r"^\s*module\(\s*([\w/]+)(?:\s+DEPS\s+((?:(?!LIBS\b|TEST_DEPS\b)[\w/]+\s*)*))?", re.MULTILINE)


@dataclasses.dataclass(frozen=True)
class Breach:
    """One finding; `check` is the name that an allowance uses."""

    check: str
    path: str
    line: int
    text: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.check}: {self.text}"


class File:
    """A text file of the tree; `path` is relative to the root, with forward slashes."""

    def __init__(self, root, path):
        self.path = path
        self.name = path.rsplit("/", 1)[-1]
        self.text = (root / path).read_text(encoding="utf-8", errors="replace")
        self.lines = self.text.splitlines()
        self.is_cpp = path.startswith("src/") and path.endswith((".cc", ".h"))
        self.is_header = self.is_cpp and path.endswith(".h")
        self.is_test = bool(TEST.search(path))

    def beside(self, target):
        """The path from the root of a target that is relative to this file's folder."""
        return os.path.normpath(os.path.join(os.path.dirname(self.path), target))

    @functools.cached_property
    def source(self):
        """The text scanned as C++."""
        return scan.Source(self.text)


class Tree:
    """Tree reads every source file, script and document below a root once."""

    def __init__(self, root):
        self.root = pathlib.Path(root)
        self.files = [File(self.root, path) for path in sorted(self._paths(is_source))]
        self.cpp = [file for file in self.files if file.is_cpp]
        self.documents = [File(self.root, path) for path in sorted(self._paths(is_document))]
        self.cmake = self._cmake()
        self.deps = {module: deps.split() for module, deps in MODULE.findall(self.cmake)}
        self.modules = sorted(self.deps)

    def _paths(self, wanted):
        for folder, folders, names in os.walk(self.root):
            folders[:] = [name for name in folders if not SKIPPED.match(name)]
            for name in names:
                path = pathlib.Path(folder, name)
                if path.is_symlink() or not wanted(path):
                    continue
                yield path.relative_to(self.root).as_posix()

    def _cmake(self):
        path = self.root / "CMakeLists.txt"
        return path.read_text(encoding="utf-8") if path.exists() else ""

    def module_of(self, path):
        """The module that a path under src/ lies in: its folder."""
        return path.removeprefix("src/").rsplit("/", 1)[0]


def is_source(path):
    """Whether this is C++ or a script of ours, as opposed to data and prose."""
    if path.suffix in SCRIPTS or path.suffix in (".cc", ".h"):
        return True
    if path.suffix:
        return False
    with open(path, "rb") as file:
        return file.read(2) == b"#!"


def is_document(path):
    """Whether this is a text for readers."""
    return path.suffix == ".md"
