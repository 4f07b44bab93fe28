"""`tolk run`: the main job."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipeline.cli import console
from pipeline.errors import EXIT_DONE, EXIT_ENGINE, EXIT_FINDINGS, EXIT_PARTIAL, TolkError

if TYPE_CHECKING:
    from pipeline.batch import Summary
    from pipeline.settings import Settings


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(name="run", no_args_is_help=True)(run)


def run(
    inputs: Annotated[list[Path], typer.Argument(help="Digest pages, transcripts, captions.")],
    *,
    to: Annotated[str, typer.Option(help="Languages, by tag.")] = "en,nl,zh-Hans",
    out: Annotated[Path, typer.Option(help="Output folder.")] = Path("outputs"),
    engine: Annotated[
        str, typer.Option(help="auto, builtin, argos, libretranslate, none.")
    ] = "auto",
    glossary: Annotated[
        list[Path] | None, typer.Option(help="Glossary CSV; may be repeated.")
    ] = None,
    translations: Annotated[
        list[Path] | None, typer.Option(help="TMX of a person's translations; they win.")
    ] = None,
    memory: Annotated[Path | None, typer.Option(help="Translation memory file.")] = None,
    formats: Annotated[
        str, typer.Option(help="What to write; transcript, tmx and epub may be added.")
    ] = "srt,vtt,md,json,chapters,html",
    style: Annotated[str, typer.Option(help="Style profile, or a TOML file.")] = "netflix",
    fill: Annotated[str, typer.Option(help="How a digest fills its time: spread, lead, hold.")] = (
        "spread"
    ),
    order: Annotated[
        str, typer.Option(help="Top line of bilingual files: source-first, target-first.")
    ] = "source-first",
    names: Annotated[str, typer.Option(help="Names without a term: keep, translate.")] = "keep",
    media: Annotated[str, typer.Option(help="Audio or video for the pages; never fetched.")] = "",
    captions: Annotated[
        Path | None, typer.Option(help="Captions of the same episode, to anchor a digest.")
    ] = None,
    duration: Annotated[
        str | None, typer.Option(help="H:MM:SS, where an input states none.")
    ] = None,
    language: Annotated[str | None, typer.Option(help="Language of the inputs.")] = None,
    reader: Annotated[str | None, typer.Option(help="Kind of the inputs.")] = None,
    encoding: Annotated[str | None, typer.Option(help="Encoding of the inputs.")] = None,
    jobs: Annotated[int, typer.Option(min=1, help="Processes.")] = 1,
    scheduler: Annotated[str, typer.Option(help="Dask scheduler: tcp://HOST:PORT, or local.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Write again what is unchanged.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit 1 on any warning.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """Make subtitles, summaries and bilingual reading of every episode of every input."""
    from pipeline.cli import options
    from pipeline.languages import language_tag
    from pipeline.settings import FILLS, FORMATS, NAMES, ORDERS, Settings

    settings = Settings(
        targets=options.tags(to),
        out=out,
        engine=engine,
        glossaries=options.existing(glossary) if glossary else None,
        formats=options.choices("--formats", formats, FORMATS),
        style=style,
        fill=options.choice("--fill", fill, FILLS),
        order=options.choice("--order", order, ORDERS),
        names=options.choice("--names", names, NAMES),
        media=media,
        duration_ms=options.duration_ms(duration),
        language=language_tag(language) if language else None,
        reader=reader,
        encoding=encoding,
        memory=memory,
        translations=options.existing(translations),
        captions=captions,
        jobs=jobs,
        scheduler=scheduler,
        force=force,
    )
    if dry_run:
        _say_plan(inputs, settings, as_json=as_json)
        return
    summary = _run(inputs, settings)
    if as_json:
        console.document(_as_json(summary))
    _say(summary, settings)
    raise typer.Exit(exit_code(summary, strict=strict))


def exit_code(summary: Summary, *, strict: bool) -> int:
    """Return the code that tells a script how the run went."""
    if summary.failed:
        reasons = [reason for reason in summary.failed.values() if isinstance(reason, TolkError)]
        alone = not summary.made and not summary.kept and reasons
        return reasons[0].exit_code if alone else EXIT_PARTIAL
    if summary.missing:
        return EXIT_ENGINE
    poor = summary.findings.get("error", 0) + summary.findings.get("warning", 0)
    return EXIT_FINDINGS if strict and poor else EXIT_DONE


def _run(inputs: list[Path], settings: Settings) -> Summary:
    from pipeline.batch import run as run_batch
    from pipeline.work import work_with

    with _progress() as step:
        return run_batch(inputs, settings, work=work_with(settings), progress=step)


def _progress() -> AbstractContextManager[Callable[[str], None]]:
    """Return a progress line on a terminal, and nothing elsewhere."""
    if not console.is_terminal():
        return nullcontext(lambda title: None)
    return console.Ticker()


def _say_plan(inputs: list[Path], settings: Settings, *, as_json: bool) -> None:
    from pipeline.batch import plan

    tasks, summary = plan(inputs, settings)
    if as_json:
        rows = [
            {"slug": t.episode.slug, "language": t.episode.language, "why": t.why} for t in tasks
        ]
        failed = {name: str(reason) for name, reason in summary.failed.items()}
        console.document({"make": rows, "keep": summary.kept, "failed": failed})
        return
    for task in tasks:
        console.data(f"make\t{task.episode.slug}\t{task.episode.language}\t{task.why}")
    for slug in summary.kept:
        console.data(f"keep\t{slug}")
    for reason in summary.failed.values():
        console.say(f"tolk: {reason}")


def _as_json(summary: Summary) -> dict[str, object]:
    return {
        "made": list(summary.made),
        "kept": summary.kept,
        "failed": {name: str(reason) for name, reason in summary.failed.items()},
        "missing": summary.missing,
        "findings": summary.findings,
        "terms": summary.terms,
    }


def _say(summary: Summary, settings: Settings) -> None:
    for name, reason in summary.failed.items():
        console.say(f"tolk: {reason}" if isinstance(reason, TolkError) else f"{name}: {reason}")
    for tag, count in summary.missing.items():
        console.say(
            f"{tag}: {count} sentences without a translation; the findings name them, "
            "`tolk models list` shows which languages have a model"
        )
    for tag, statuses in summary.terms.items():
        if statuses:
            total = sum(statuses.values())
            right = total - statuses.get("missing", 0)
            parts = ", ".join(f"{count} {status}" for status, count in sorted(statuses.items()))
            console.say(f"{tag}: {right} of {total} terms right ({parts})")
    found = ", ".join(f"{count} {severity}" for severity, count in summary.findings.items())
    kept = f", {len(summary.kept)} unchanged" if summary.kept else ""
    failed = f", {len(summary.failed)} failed" if summary.failed else ""
    made = f"{len(summary.made)} episodes written to {settings.out}"
    console.say(f"{made}{kept}{failed}; findings: {found or 'none'}")
