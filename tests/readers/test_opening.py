from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import InputError, UsageError
from pipeline.model import Source
from pipeline.readers import READERS, opening
from pipeline.readers.opening import decode, load_reader, open_source, read_bytes, read_source

FIXTURES = Path(__file__).parent / "fixtures"


def _file(folder: Path, content: bytes) -> Path:
    path = folder / "input.txt"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("één 缓存".encode(), None),
        (codecs.BOM_UTF8 + "één 缓存".encode(), None),
        (codecs.BOM_UTF8 + "één 缓存".encode(), "utf-8"),
        ("één 缓存".encode("utf-16"), None),
        (codecs.BOM_UTF16_BE + "één 缓存".encode("utf-16-be"), None),
        ("één 缓存".encode("utf-16"), "utf-16"),
        ("één 缓存".encode("utf-32"), None),
        ("één 缓存".encode("gb18030"), "gb18030"),
        ("één 缓存".encode("utf-16-le"), "utf-16-le"),
    ],
)
def test_encodings(tmp_path: Path, content: bytes, encoding: str | None) -> None:
    assert open_source(_file(tmp_path, content), encoding=encoding).text == "één 缓存"


def test_line_ends(tmp_path: Path) -> None:
    assert open_source(_file(tmp_path, b"a\r\nb\rc\nd")).text == "a\nb\nc\nd"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "is empty"),
        (b" \r\n\t ", "only white space"),
        (codecs.BOM_UTF8, "only white space"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary"),
        (b"text\0more", "NUL"),
        ("één keer, met suiker".encode("windows-1252"), "byte 0xe9 at offset 0 .*windows-1252"),
        ("缓存里的旧值".encode("gb18030") * 9, "offset 0 .*--encoding gb18030"),
        (b"ok\nok\n\xff", "at offset 6"),
        (b"\xed\xa0\x80", "at offset 0"),
        (codecs.BOM_UTF16_LE + b"a\0b", "not utf-16-le"),
    ],
)
def test_content_that_is_no_text(tmp_path: Path, content: bytes, problem: str) -> None:
    path = _file(tmp_path, content)
    with pytest.raises(InputError, match=problem) as caught:
        open_source(path)
    assert caught.value.where == str(path)
    assert caught.value.remedy
    assert "\n" not in str(caught.value)


def test_right_to_left_overrides_stay_text(tmp_path: Path) -> None:
    assert open_source(_file(tmp_path, "a\u202eb".encode())).text == "a\u202eb"


def test_the_line_of_a_wrong_byte_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        open_source(_file(tmp_path, b"one\ntwo\nthr\xe9\n"))
    assert caught.value.line == 3


@pytest.mark.parametrize("encoding", ["klingon", "hex", "rot13", ""])
def test_an_encoding_that_is_none(tmp_path: Path, encoding: str) -> None:
    path = _file(tmp_path, b"text")
    if not encoding:
        assert open_source(path, encoding=encoding).text == "text"
        return
    with pytest.raises(UsageError, match=encoding):
        open_source(path, encoding=encoding)


def test_paths_that_are_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        open_source(tmp_path / "absent.txt")
    with pytest.raises(InputError, match="a folder"):
        open_source(tmp_path)
    with pytest.raises(InputError, match="cannot be read"):
        open_source("nul\0byte")
    with pytest.raises(InputError, match=r"cannot be read|no such file"):
        open_source(tmp_path / ("x" * 5_000))


def test_a_file_that_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _file(tmp_path, b"text")

    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(InputError, match="may not be read"):
        read_bytes(path)


def test_a_file_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MOST_BYTES", 3)
    with pytest.raises(InputError, match="is more than"):
        open_source(_file(tmp_path, b"text"))


@given(st.binary(max_size=60))
def test_any_bytes_are_text_or_an_error(content: bytes) -> None:
    try:
        text = decode(content, name="x")
    except InputError:
        return
    assert text.strip() and "\0" not in text and "\r" not in text


@pytest.mark.parametrize(
    ("name", "reader"),
    [
        ("digest_three_languages.txt", "digest"),
        ("digest_with_line_breaks.md", "digest"),
        ("article_full.txt", "article"),
        ("article_title_first.txt", "article"),
        ("transcript_marked.md", "transcript"),
        ("transcript_bare.txt", "transcript"),
    ],
)
def test_the_kind_of_an_input_is_recognised(name: str, reader: str) -> None:
    documents = read_source(open_source(FIXTURES / name))
    assert {document.reader for document in documents} == {reader}


def test_a_reader_by_name() -> None:
    source = open_source(FIXTURES / "article_full.txt")
    assert read_source(source, reader="transcript")[0].reader == "transcript"
    with pytest.raises(UsageError, match="choose from digest"):
        read_source(source, reader="tealeaves")


def test_nobody_recognises_it() -> None:
    with pytest.raises(InputError, match="--reader"):
        read_source(Source("x", '{"a": [1, 2, {}]}'))


def test_every_reader_has_both_functions() -> None:
    for name in READERS:
        reader = load_reader(name)
        assert reader.recognise(Source("x", "A")) < 0.5
        assert callable(reader.read)
