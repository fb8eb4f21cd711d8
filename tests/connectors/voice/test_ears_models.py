"""Models that are looked for, joined, fetched and unpacked, and refused with a reason."""

from __future__ import annotations

import functools
import hashlib
import http.server
import io
import json
import shutil
import stat
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZipFile, ZipInfo

import pytest

from bot.settings import settings
from connectors.voice import whisper_weights
from connectors.voice.choosing import Choice, choice, findings, model_of
from connectors.voice.hearing import NoEars, open_ears
from connectors.voice.vosk_folder import ModelUnusable, model_folder
from connectors.voice.vosk_models import NAMES, fetch_models
from connectors.voice.whisper_weights import WeightsUnusable, weights_folder, wrong_files
from tests.connectors.conftest import forget_house

SMALL = NAMES["small", "fr"]


def a_model_zip(*extra: tuple[ZipInfo | str, str]) -> bytes:
    made = io.BytesIO()
    with ZipFile(made, "w") as packed:
        packed.writestr(f"{SMALL}/am/final.mdl", "acoustics" * 5000)
        packed.writestr(f"{SMALL}/graph/HCLr.fst", "graph")
        for name, content in extra:
            packed.writestr(name, content)
    return made.getvalue()


@pytest.fixture()
def chosen(house: pytest.MonkeyPatch) -> Callable[..., Choice]:
    def one(language: str = "fr", **variables: str) -> Choice:
        for name, value in variables.items():
            house.setenv(f"GUICHET_{name.upper()}", value)
        forget_house()
        return choice(language)

    return one


def test_whisper_stands_in_where_there_is_no_vosk_model(chosen: Callable[..., Choice]) -> None:
    found = chosen()
    assert (found.engine, found.well) == ("whisper", True)
    assert "guichet voice models" in found.advice


def test_a_fetched_model_makes_vosk_serve_its_language_alone(chosen: Callable[..., Choice], house: pytest.MonkeyPatch) -> None:
    (model_of("fr") / SMALL).mkdir(parents=True)
    assert (chosen("fr").engine, chosen("en").engine) == ("vosk", "whisper")


def test_a_named_model_comes_before_a_fetched_one(chosen: Callable[..., Choice], tmp_path: Path) -> None:
    (model_of("fr") / SMALL).mkdir(parents=True)
    (tmp_path / "mine").mkdir()
    assert chosen("fr", vosk_model_fr=str(tmp_path / "mine")).model == tmp_path / "mine"


def test_a_large_model_comes_before_a_small_one(chosen: Callable[..., Choice], house: pytest.MonkeyPatch) -> None:
    for name in (SMALL, NAMES["large", "fr"]):
        (model_of("fr") / name).mkdir(parents=True)
    assert chosen("fr").model == model_of("fr") / NAMES["large", "fr"]


def test_a_model_that_is_named_but_missing_is_told(chosen: Callable[..., Choice], tmp_path: Path) -> None:
    found = chosen("fr", vosk_model_fr=str(tmp_path / "nowhere"))
    assert (found.engine, found.well) == ("whisper", False)
    assert "GUICHET_VOSK_MODEL_FR" in found.why


def test_whisper_can_be_insisted_on(chosen: Callable[..., Choice], house: pytest.MonkeyPatch) -> None:
    (model_of("fr") / SMALL).mkdir(parents=True)
    assert chosen("fr", recogniser="whisper").engine == "whisper"


async def test_vosk_without_a_model_opens_no_ears_and_says_what_to_do(chosen: Callable[..., Choice]) -> None:
    assert chosen("fr", recogniser="vosk").engine == "none"
    assert [well for _, _, well, _ in findings()] == [False, False]
    with pytest.raises(NoEars, match="guichet voice models"):
        await open_ears()


async def test_a_model_that_cannot_be_used_is_told_before_a_call(chosen: Callable[..., Choice], tmp_path: Path) -> None:
    (tmp_path / "broken.zip").write_bytes(b"no zip")
    chosen("fr", vosk_model_fr=str(tmp_path / "broken.zip"))
    with pytest.raises(NoEars, match="not a whole zip"):
        await open_ears()


def test_weights_are_joined_once_and_are_the_ones_that_were_packaged(house: pytest.MonkeyPatch) -> None:
    folder = weights_folder()
    made = (folder / "model.bin").stat().st_mtime_ns
    assert wrong_files(folder) == []
    assert weights_folder() == folder and (folder / "model.bin").stat().st_mtime_ns == made


def test_a_file_that_was_cut_off_is_joined_again(house: pytest.MonkeyPatch) -> None:
    folder = weights_folder()
    with (folder / "model.bin").open("r+b") as file:
        file.truncate(1000)
    assert wrong_files(weights_folder()) == []


def test_damaged_weights_are_refused_with_a_reason_and_leave_nothing(house: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for number, package in enumerate(whisper_weights.HALVES, 1):
        data = tmp_path / "damaged" / package / "data"
        data.mkdir(parents=True)
        (data.parent / "__init__.py").touch()
        (data / f"model.bin.part{number}").write_bytes(b"damaged")
        for name in ("config.json", "tokenizer.json", "vocabulary.txt"):
            shutil.copyfile(whisper_weights._data(whisper_weights.HALVES[0]) / name, data / name) if number == 1 else None
    house.syspath_prepend(str(tmp_path / "damaged"))
    with pytest.raises(WeightsUnusable, match=r"model\.bin"):
        weights_folder()
    assert not (settings().data_dir / "models" / whisper_weights.NAME).exists()


def test_a_zip_is_unpacked_once_and_without_its_wrapping(house: pytest.MonkeyPatch, tmp_path: Path) -> None:
    place = tmp_path / "model.zip"
    place.write_bytes(a_model_zip())
    folder = model_folder(place)
    assert (folder / "am" / "final.mdl").is_file()
    assert model_folder(place) == folder


LINK = ZipInfo(f"{SMALL}/link")
LINK.external_attr = (stat.S_IFLNK | 0o777) << 16


@pytest.mark.parametrize(
    ("entry", "reason"),
    [("../escaped", "leads out"), ("/tmp/escaped", "leads out"), (f"{SMALL}/../../escaped", "leads out"), ("..\\escaped", "leads out"), (LINK, "link")],
    ids=["parent", "absolute", "deep", "backslash", "link"],
)
def test_a_zip_that_leads_out_of_its_place_is_refused(house: pytest.MonkeyPatch, tmp_path: Path, entry: ZipInfo | str, reason: str) -> None:
    place = tmp_path / "model.zip"
    place.write_bytes(a_model_zip((entry, "/etc")))
    before = set(tmp_path.rglob("*"))
    with pytest.raises(ModelUnusable, match=reason):
        model_folder(place)
    after = {path for path in tmp_path.rglob("*") if path.is_file()} - before
    assert {path.suffix for path in after} <= {".lock"}
    assert not (tmp_path.parent / "escaped").exists()


@pytest.mark.parametrize("content", [b"", b"no zip", a_model_zip()[:2000]], ids=["empty", "text", "cut off"])
def test_what_is_no_whole_zip_is_refused(house: pytest.MonkeyPatch, tmp_path: Path, content: bytes) -> None:
    place = tmp_path / "model.zip"
    place.write_bytes(content)
    with pytest.raises(ModelUnusable, match="not a whole zip"):
        model_folder(place)


def test_a_folder_without_acoustics_is_no_model(house: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(ModelUnusable, match="no Vosk model"):
        model_folder(tmp_path)


class Site(http.server.SimpleHTTPRequestHandler):
    """A site that can go on from where a download ended."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        asked = self.headers.get("Range")
        if not asked or not path.is_file():
            return super().do_GET()
        start = int(asked.removeprefix("bytes=").split("-")[0])
        data = path.read_bytes()
        if start >= len(data):
            return self.send_error(416)
        self.send_response(206)
        self.send_header("Content-Length", str(len(data) - start))
        self.end_headers()
        self.wfile.write(data[start:])
        self.server.resumed.append(start)  # type: ignore[attr-defined]
        return None

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture()
def site(house: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[tuple[str, Path, list[int]]]:
    """Address, folder, and where downloads went on from."""
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / f"{SMALL}.zip").write_bytes(a_model_zip())
    publish(folder, hashlib.md5(a_model_zip()).hexdigest())
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Site, directory=str(folder)))
    server.resumed = []  # type: ignore[attr-defined]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", folder, server.resumed  # type: ignore[attr-defined]
    server.shutdown()
    server.server_close()


def publish(folder: Path, sum_: str) -> None:
    (folder / "model-list.json").write_text(json.dumps([{"name": SMALL, "md5": sum_, "lang": "fr"}]))


def test_a_fetched_model_serves_its_language(site: tuple[str, Path, list[int]]) -> None:
    assert fetch_models("small", ["fr"], site[0]) == 0
    assert choice("fr").model == model_of("fr") / SMALL
    assert not list(model_of("fr").parent.glob(".*.zip"))
    assert fetch_models("small", ["fr"], "http://127.0.0.1:9") == 0  # there already: nobody is asked


def test_a_download_that_was_cut_off_goes_on(site: tuple[str, Path, list[int]]) -> None:
    part = model_of("fr").parent / f".{SMALL}.zip"
    part.parent.mkdir(parents=True)
    part.write_bytes(a_model_zip()[:1234])
    assert fetch_models("small", ["fr"], site[0]) == 0
    assert site[2] == [1234]


def test_a_model_with_another_sum_is_thrown_away(site: tuple[str, Path, list[int]], capsys: pytest.CaptureFixture[str]) -> None:
    publish(site[1], "0" * 32)
    assert fetch_models("small", ["fr"], site[0]) == 1
    assert "sum" in capsys.readouterr().out
    assert choice("fr").model is None
    assert not list(model_of("fr").parent.glob(".*.zip"))


def test_without_a_network_the_way_by_hand_is_told(house: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert fetch_models("small", ["fr", "en"], "http://127.0.0.1:9") == 1
    told = " ".join(capsys.readouterr().out.split())
    assert "cannot be reached" in told
    assert "GUICHET_VOSK_MODEL_FR" in told and "GUICHET_VOSK_MODEL_EN" in told
