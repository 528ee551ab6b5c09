# SPDX-License-Identifier: LGPL-2.1-or-later
"""table - what the runners of the conformance tests share

A runner makes one Run, tells it each kind of case, and ends with its done().  All comparing is done
in the runner's own process: the corpus' xmlcmp is a module here, and a tool is given all files of a
kind at once, because there are thousands of cases.
"""
import collections
import contextlib
import importlib.machinery
import importlib.util
import os
import pathlib
import re
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
CORPUS = pathlib.Path(os.environ.get("CORPUS", HERE / "../../../shared/corpus"))

# What libvirt makes at random is a token in the corpus; as input it needs a value.
TOKEN = re.compile(r"@(UUID|MAC|NUM|ANY)(?::\d+)?@")
VALUES = {"UUID": "c7a5fdbd-edaf-9455-926a-d65c16db1809", "MAC": "52:54:00:12:34:56", "NUM": "77", "ANY": "any"}


def plain(text):
    return TOKEN.sub(lambda token: VALUES[token[1]], text)


def read(path):
    return pathlib.Path(path).read_text(encoding="utf-8", errors="surrogateescape")


def write(path, text):
    pathlib.Path(path).write_text(text, encoding="utf-8", errors="surrogateescape")
    return path


def known(kind):
    """The cases of a kind that may differ, and why."""
    rows = (line.split(None, 2) for line in read(HERE / "differences").splitlines()[1:])
    return {case: why for of, case, why in rows if of == kind}


# Our class of each of libvirt's errors (spec/snapshots.md 0.2).
CLASS = {
    "VIR_ERR_XML_ERROR": "xml-error",
    "VIR_ERR_XML_DETAIL": "xml-detail",
    "VIR_ERR_XML_INVALID_SCHEMA": "xml-schema",
    "VIR_ERR_CONFIG_UNSUPPORTED": "config-unsupported",
    "VIR_ERR_INTERNAL_ERROR": "internal-error",
    "VIR_ERR_INVALID_ARG": "invalid-arg",
    "VIR_ERR_OPERATION_UNSUPPORTED": "operation-unsupported",
}


class Row(collections.namedtuple("Row", "name files origin source adapted golden detail")):
    """A row of a manifest."""

    def is_class(self, ours):
        """Is this our class of the error that libvirt refuses the case with, where one is told?"""
        return all(CLASS.get(error) == ours for error in re.findall("VIR_ERR_[A-Z_]*", self.detail))


class Run:
    """One run of a runner: where the corpus and the results are, and whether something is news."""

    def __init__(self, results, columns="equal different"):
        if len(sys.argv) < 2:
            sys.exit(f"usage: {sys.argv[0]} BUILD [CORPUS]")
        self.build = pathlib.Path(sys.argv[1]).resolve()
        self.corpus = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else CORPUS).resolve()
        if not self.corpus.is_dir():
            print(f"conformance: no corpus at {self.corpus}: nothing compared")
            sys.exit(0)
        self.out = self.build / results
        shutil.rmtree(self.out, ignore_errors=True)
        self.out.mkdir()
        self.bad = False
        self.xmlcmp = module("xmlcmp", self.corpus / "xmlcmp")
        os.environ["PATH"] = f"{self.build}/bin:{os.environ['PATH']}"
        print(f"{'kind':30} cases {columns}")

    def manifest(self, directory):
        lines = read(self.corpus / directory / "MANIFEST.tsv").splitlines()[1:]
        return {row.name: row for row in (Row(*line.split("\t")) for line in lines)}

    def names(self, directory, suffix):
        """The cases of a directory that have such a file."""
        return sorted(path.name[:-len(suffix)] for path in (self.corpus / directory).glob(f"*{suffix}"))

    def folder(self, *parts):
        path = self.out.joinpath(*parts)
        path.mkdir(parents=True, exist_ok=True)
        return path

    def tool(self, name, *words):
        if subprocess.run([self.build / "tools" / name, *words], stderr=subprocess.DEVNULL, check=False).returncode:
            sys.exit(f"conformance: {name} {' '.join(map(str, words[:3]))} failed")

    def same(self, golden, result, *options):
        """Are these two the same document?  If not, why is in RESULT.diff."""
        golden, result = pathlib.Path(golden), pathlib.Path(result)
        if not result.exists():
            return False
        if golden.read_bytes() == result.read_bytes():
            return True
        with open(f"{result}.diff", "w", encoding="utf-8") as why, contextlib.redirect_stdout(why):
            try:
                return self.xmlcmp.main([*options, str(golden), str(result)]) == 0
            except SystemExit:
                return False

    @staticmethod
    def refuses(row, error):
        """Is a case refused for an error of libvirt's class?  ERROR is where its class and story are.
        Of a document that libvirt calls an "internal error" we say what is wrong with it."""
        if not error.exists():
            return False
        return "INTERNAL_ERROR" in row.detail or row.is_class(read(error).split()[0])

    def tell(self, kind, cases, different):
        """A line of the table, and what is news in it: that a case differs that is not in
        differences, or that one of these no longer does."""
        different, expected = set(different), set(known(kind))
        write(self.out / f"{kind}.different", "".join(f"{name}\n" for name in sorted(different)))
        print(f"{kind:30} {cases:5} {cases - len(different):5} {len(different):9}")
        for name in sorted(different - expected):
            print(f"  differs now: {name}")
        for name in sorted(expected - different):
            print(f"  no longer differs: {name}")
        self.bad |= different != expected

    def done(self):
        sys.exit(self.bad)


def module(name, path):
    loader = importlib.machinery.SourceFileLoader(name, str(path))
    made = importlib.util.module_from_spec(importlib.util.spec_from_loader(name, loader))
    loader.exec_module(made)
    return made
