#!/usr/bin/env python3
"""Joins source files of one target into batches; the compiler reads each batch as one file.

usage: batches.py SOURCE_DIR OUTPUT_DIR TARGET FILE...   (all of one folder)

Most of the time to compile a file goes to its headers, and a batch reads them once. The batch
TARGET_N.cc consists of #include lines. Prints what is to be compiled instead of the files, one a
line: the batches, and the files that stay alone.

Files of one batch share an unnamed namespace, using-declarations and macros. So two files are not
joined if one of them declares or borrows a name that the other mentions, and a file stays alone if
it does that with a name which a header of its folder declares. Both are found by the layout of
clang-format: whatever belongs to a namespace begins at column 0.
"""

import functools
import glob
import itertools
import os
import re
import sys

FILES_OF_A_BATCH = 8

COMMENT_OR_TEXT = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'', re.S)
WORD = re.compile(r"[A-Za-z_]\w*")
# a word that is neither a member nor the second part of a qualified name
FREE_WORD = re.compile(r"(?<![\w.:>])[A-Za-z_]\w*|(?<=[^-]>)[A-Za-z_]\w*|(?<=[^:]:)[A-Za-z_]\w*")
BORROWED = re.compile(r"^using (enum |namespace |)([\w:]+);", re.M)
ALIAS = re.compile(r"^(?:using|namespace) (\w+) = ([^;]+);", re.M)
UNNAMED = re.compile(r"^namespace \{$.*?^\}  // namespace$", re.M | re.S)
MACRO = re.compile(r"^#define (\w+)", re.M)
MATCHER = re.compile(r"^MATCHER\w*\((\w+)", re.M)
TYPE = re.compile(r"^(?:template <.*> )?(?:struct|class|union|enum class|enum|concept) (\w+)", re.M)
LINE = re.compile(r"^\S.*$", re.M)
# the name before the arguments, the value or the end of a declaration
DECLARED = re.compile(r"(?<![:\w.>~])(\w+)(?=\(|\{| =|\[|;)")
NOT_DECLARED = ("using ", "namespace", "}", "#", "TEST", "INSTANTIATE", "MATCHER", "static_assert",
                "extern ", "struct ", "class ", "union ", "enum ")


def without_comments(text):
    """The text without comments, and with empty texts and characters."""
    return COMMENT_OR_TEXT.sub('""', text)


def declared_names(text):
    """The functions, variables and types that are declared at column 0."""
    names = set(TYPE.findall(text)) | set(MATCHER.findall(text))
    for line in LINE.findall(text):
        found = None if line.startswith(NOT_DECLARED) else DECLARED.search(line)
        if found:
            names.add(found.group(1))
    return names


class Source:
    """What a file declares for itself, borrows and mentions."""

    def __init__(self, path):
        with open(path, encoding="utf-8") as file:
            whole = file.read()
        self.text = without_comments(whole)
        self.mentioned = set(FREE_WORD.findall(self.text))
        unnamed = without_comments("\n".join(UNNAMED.findall(whole)))
        self.declared = declared_names(unnamed) | set(MACRO.findall(self.text))
        self.borrowed = {name: " ".join(of.split()) for name, of in ALIAS.findall(self.text)}
        self.enums = set()
        self.namespaces = set()
        for kind, name in BORROWED.findall(self.text):
            if kind == "enum ":
                self.enums.add(name)
            elif kind == "namespace ":
                self.namespaces.add(name)
            else:
                self.borrowed[name.rpartition("::")[2]] = name

    def added(self, enumerators):
        """Every name that the file adds to the namespace of its module."""
        names = self.declared | self.borrowed.keys()
        return names.union(*(enumerators(enum) for enum in self.enums))


def enumerators_of(source_dir):
    """A function from an enumeration, "model::EventType", to the names of its values."""
    @functools.cache
    def find(enum):
        folder, _, name = enum.rpartition("::")
        found = set()
        for path in glob.glob(os.path.join(source_dir, "src", folder or "*", "*.h")):
            with open(path, encoding="utf-8") as file:
                text = file.read()
            for values in re.findall(rf"enum class {name}\b[^{{;]*{{(.*?)}}", text, re.S):
                found.update(WORD.findall(without_comments(values)))
        return found

    return find


def disturbs(one, other, enumerators):
    """Whether a name that `one` declares or borrows is mentioned in `other`."""
    if one.declared & other.mentioned or one.namespaces - other.namespaces:
        return True
    if any((name in other.mentioned or name in other.borrowed) and
           other.borrowed.get(name) != meaning
           for name, meaning in one.borrowed.items()):
        return True
    return any(enumerators(enum) & (other.mentioned | other.declared)
               for enum in one.enums - other.enums)


def join(sources, enumerators):
    """The batches, lists of paths: each file goes to the first batch that it does not disturb."""
    clash = set()
    for one, other in itertools.combinations(sources, 2):
        pair = sources[one], sources[other]
        if disturbs(*pair, enumerators) or disturbs(*reversed(pair), enumerators):
            clash |= {(one, other), (other, one)}
    batches = []
    for path in sources:
        fitting = (batch for batch in batches if len(batch) < FILES_OF_A_BATCH and
                   not any((path, other) in clash for other in batch))
        batch = next(fitting, None)
        if batch is None:
            batches.append([path])
        else:
            batch.append(path)
    return batches


def header_names(folder):
    """What the headers of a folder declare and borrow."""
    names = set()
    for path in glob.glob(os.path.join(folder, "*.h")):
        header = Source(path)
        names |= declared_names(header.text) | header.borrowed.keys()
    return names


def write(path, lines):
    """Writes the file unless it has these lines, so that nothing is compiled without need."""
    text = "".join(line + "\n" for line in lines)
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            if file.read() == text:
                return
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def main():
    source_dir, output_dir, target, *files = sys.argv[1:]
    enumerators = enumerators_of(source_dir)
    sources = {path: Source(path) for path in sorted(files)}
    of_headers = header_names(os.path.dirname(files[0]))
    alone = [path for path, source in sources.items() if of_headers & source.added(enumerators)]
    for path in alone:
        del sources[path]
    os.makedirs(output_dir, exist_ok=True)
    number = 0
    for batch in join(sources, enumerators):
        if len(batch) == 1:
            alone += batch
            continue
        number += 1
        path = os.path.join(output_dir, f"{target}_{number}.cc")
        # relative paths, so that checkouts in different folders share compiled objects
        write(path, [f'#include "{os.path.relpath(file, output_dir)}"' for file in batch])
        print(path)
    print("\n".join(alone))


if __name__ == "__main__":
    main()
