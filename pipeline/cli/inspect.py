"""`tolk inspect`: what was understood of an input."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.cli import console
from pipeline.errors import EXIT_DONE, EXIT_PARTIAL, InputError

if TYPE_CHECKING:
    from pipeline.model import Episode


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="inspect", no_args_is_help=True)(inspect)


def inspect(
    inputs: Annotated[list[Path], typer.Argument(help="Digest pages, transcripts, captions.")],
    *,
    language: Annotated[str | None, typer.Option(help="Language of the inputs.")] = None,
    reader: Annotated[str | None, typer.Option(help="Kind of the inputs.")] = None,
    encoding: Annotated[str | None, typer.Option(help="Encoding of the inputs.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """Say what was understood: episodes, language, sections, quotes, entities; write nothing."""
    from pipeline.batch import documents_of
    from pipeline.languages import language_tag
    from pipeline.settings import Settings
    from pipeline.slugs import slugify
    from pipeline.stages.detect import detect

    declared = language_tag(language) if language else None
    settings = Settings(language=declared, reader=reader, encoding=encoding)
    episodes: list[Episode] = []
    errors: list[InputError] = []
    for path in inputs:
        try:
            documents = documents_of(path, settings)
        except InputError as error:
            errors.append(error)
            continue
        episodes += [detect(d, slug=slugify(d.title), declared=declared) for d in documents]
    if errors and not episodes:
        raise errors[0]
    for failure in errors:
        console.fail(failure)
    if as_json:
        console.document([_as_json(episode) for episode in episodes])
    else:
        for episode in episodes:
            _say(episode)
    raise typer.Exit(EXIT_PARTIAL if errors else EXIT_DONE)


def _as_json(episode: Episode) -> dict[str, Any]:
    from dataclasses import asdict

    return {
        "slug": episode.slug,
        "language": episode.language,
        "confidence": episode.confidence,
        **asdict(episode.document),
    }


def _say(episode: Episode) -> None:
    from pipeline.clock import format_mark

    document = episode.document
    length = format_mark(document.duration_ms) if document.duration_ms else "length unknown"
    quotes = [quote for section in document.sections for quote in section.quotes]
    timed = sum(quote.stated_ms is not None for quote in quotes)
    console.data(document.title)
    source = " · ".join(filter(None, (document.channel, document.published, length)))
    console.data(f"  {source} · {episode.language} ({episode.confidence:.2f}) · {document.reader}")
    console.data(
        f"  {len(document.sections)} sections, {len(quotes)} quotes ({timed} with a time), "
        f"{len(document.entities)} entities, {len(document.captions)} captions, "
        f"{len(document.transcript)} paragraphs"
    )
    for section in document.sections:
        mark = "     " if section.start_ms is None else format_mark(section.start_ms)
        console.data(f"    {mark:>7}  {section.title}")
    for finding in document.findings:
        console.data(f"  {finding.severity}: {finding.where}: {finding.message}")
