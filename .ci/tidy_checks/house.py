"""Names, READMEs, targets, and comments that promise something."""

import re

from tidy_checks import scan
from tidy_checks.tree import Breach

README_LINES = range(5, 16)
PROJECT_README_LINES = 120
VAGUE = re.compile(r"^(utils?|common|misc|helpers?|stuff)(_test|_fuzz)?(\.|$)")
MARK = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b")
NUMBERED = re.compile(r"\bTO" r"DO\(#\d+\)")
ORIGIN = re.compile(r"\b(?:https?|wss?)://[\w.-]*")
# the name of SVG, and the server that `npm run dev` forwards to
OWN_ORIGINS = ("http://www.w3.org", "http://127.0.0.1")
# an address without a scheme in an attribute, a string or url(): it has the scheme of the page
RELATIVE_ORIGIN = re.compile(r"""["'`(=]\s*(//[\w-]+\.[\w.-]+)""")
# a path of the image that a package brings: not one of the build, of the kernel or of HTTP
IMAGE_PATH = re.compile(r"(?<![\w.}])/(?:usr|etc|var/lib/(?!apt\b))[\w./-]*")
LICENCE = re.compile(r"@licen[cs]e|Copyright \(c\)", re.IGNORECASE)
DEFINED = re.compile(
    r"(?:class|struct|union|enum(?:\s+class|\s+struct)?)\s+"
    r"(?:\[\[.*?\]\]\s*|alignas\s*\([^)]*\)\s*)*(\w+)")


def readme(tree):
    """Every module says in 5 to 15 lines what lives there, and the project in at most 120."""
    for file in tree.documents:
        if file.path == "README.md" and len(file.lines) > PROJECT_README_LINES:
            yield Breach("readme", file.path, 1, f"{len(file.lines)} lines, allowed are at most "
                                                 f"{PROJECT_README_LINES}")
    for module in tree.modules:
        path = tree.root / "src" / module / "README.md"
        if not path.is_file():
            yield Breach("readme", f"src/{module}/README.md", 1, "the module has none")
            continue
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines not in README_LINES:
            yield Breach("readme", f"src/{module}/README.md", 1,
                         f"{lines} lines, allowed are "
                         f"{README_LINES.start} to {README_LINES.stop - 1}")


def orphan(tree):
    """Every source file belongs to a target: it lies in a module, or CMakeLists.txt names it."""
    for file in tree.cpp:
        in_module = tree.module_of(file.path) in tree.modules
        is_main = file.name == "main.cc"
        if file.path not in tree.cmake and (not in_module or is_main):
            yield Breach("orphan", file.path, 1, "no target contains this file")


def corpus(tree):
    """Every fuzz program has a corpus of kept inputs: corpus/x/ beside x_fuzz.cc."""
    for file in tree.cpp:
        if not file.name.endswith("_fuzz.cc"):
            continue
        folder = (tree.root / file.path).parent / "corpus" / file.name.removesuffix("_fuzz.cc")
        if not folder.is_dir() or not any(folder.iterdir()):
            yield Breach("corpus", file.path, 1, f"no inputs in corpus/{folder.name}/")


def vague_name(tree):
    """No file and no folder has a name that could hold anything."""
    for file in tree.files:
        for part in file.path.split("/"):
            if VAGUE.match(part):
                yield Breach("vague-name", file.path, 1, f"{part} could hold anything")
                break


def foreign_origin(tree):
    """The console loads nothing from another origin, and holds no copy of another's code."""
    for file in tree.files:
        if not file.path.startswith("web/"):
            continue
        for number, line in enumerate(file.lines, 1):
            for origin in ORIGIN.findall(line) + RELATIVE_ORIGIN.findall(line):
                if origin not in OWN_ORIGINS:
                    yield Breach("foreign-origin", file.path, number,
                                 f"{origin} is not this server")
            if LICENCE.search(line):
                yield Breach("foreign-origin", file.path, number,
                             "use a package of npm instead of a copy")


def unnumbered_mark(tree):
    """A note of something left to do carries the number of its issue."""
    for file in tree.files:
        for number, text in comments(file):
            if MARK.search(NUMBERED.sub("", text)):
                yield Breach("unnumbered-mark", file.path, number,
                             "do it now, or write the number of its issue behind it")


def comments(file):
    """(line, text) of a file's comments."""
    if file.is_cpp:
        for comment in file.source.comments:
            for offset, text in enumerate(comment.text.splitlines()):
                yield comment.line + offset, text
        return
    for number, line in enumerate(file.lines, 1):
        found = re.search(r"(?:^|\s)(?:#|//)\s(.*)", line)
        if found:
            yield number, found.group(1)


def header_comment(tree):
    """Types and free functions in headers have a comment that begins with their name.

    Functions that stand together without an empty line share the comment above the first, which
    may then begin as it likes.
    """
    for file in tree.cpp:
        if not file.is_header or file.is_test:
            continue
        outer = [one for one in file.source.declarations if not one.scope]
        for declared, following in zip(outer, outer[1:] + [None]):
            name = documented_name(declared)
            in_group = following and is_together(file, declared.line, following.line)
            if name and not is_documented(file, declared.line, "" if in_group else name):
                yield Breach("header-comment", file.path, declared.line,
                             f"{name} needs a comment that begins with its name")


def documented_name(declared):
    """The name that a comment must begin with; empty for what needs none."""
    text = scan.strip_template(declared.text).strip()
    defined = DEFINED.match(text)
    if defined:
        # A specialization is described where the template is.
        is_specialization = text[defined.end():].lstrip().startswith(("<", ":: ", "::"))
        return defined.group(1) if declared.body and not is_specialization else ""
    if re.match(r"(friend|using|typedef|static_assert|extern template)\b", text):
        return ""
    name, _ = scan.signature(declared.text)
    is_plain = re.fullmatch(r"\w+", name) and not re.match(r"\w+\s*\(", text)
    return name if is_plain else ""


def is_together(file, first, second):
    """Whether neither an empty line nor a comment stands between the two lines."""
    between = file.lines[first:second - 1]
    return all(line.strip() and not is_comment(line) for line in between)


def is_documented(file, line, name):
    """Whether a comment that begins with the name, or one for a whole group, stands above."""
    above = line - 2
    while above >= 0 and file.lines[above].strip() and not is_comment(file.lines[above]):
        above -= 1
    if above < 0 or not is_comment(file.lines[above]):
        return False
    last = above
    while above > 0 and is_comment(file.lines[above - 1]):
        above -= 1
    comment = " ".join(text.strip().lstrip("/ ") for text in file.lines[above:last + 1])
    for_group = last != line - 2 or not name
    return for_group or bool(re.match(rf"(?:(?:An?|The)\s+)?`?{name}\b", comment))


def is_comment(line):
    """Whether the line holds only a comment."""
    return line.lstrip().startswith("//")


def image(tree):
    """The recipe of the image names only files and packages that the Debian package brings."""
    path = "package/Containerfile"
    recipe = tree.root / path
    if not recipe.is_file():
        return
    sources = [one for one in sorted(recipe.parent.iterdir()) if one.is_file() and one != recipe]
    packaging = "\n".join(one.read_text(encoding="utf-8") for one in sources)
    related = re.findall(r"^(?:Recommends:|pack .*\"Depends:) (.*)$", packaging, re.MULTILINE)
    packages = set(re.findall(r"[a-z0-9][a-z0-9.+-]+", " ".join(related)))
    for number, line in enumerate(recipe.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#"):
            continue
        for named in IMAGE_PATH.findall(line):
            if named not in packaging:
                yield Breach("image", path, number, f"the package has no {named}")
        installed = re.search(r"apt-get install ((?:\S+ )+)", line)
        for named in installed.group(1).split() if installed else []:
            if not named.startswith(("-", "/tmp/")) and named not in packages:
                yield Breach("image", path, number, f"the package does not recommend {named}")


CHECKS = [
    ("readme", readme),
    ("image", image),
    ("orphan", orphan),
    ("corpus", corpus),
    ("vague-name", vague_name),
    ("foreign-origin", foreign_origin),
    ("unnumbered-mark", unnumbered_mark),
    ("header-comment", header_comment),
]
