"""Speaking with the widget: a real microphone (a file stands in), a real line, a call to look into."""

from __future__ import annotations

import re
import wave
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from fastapi import APIRouter, WebSocket
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Playwright, expect

from bot.settings import settings
from connectors.origins import Origins
from connectors.tokens import Passes
from connectors.voice.browser_door import router
from connectors.voice.transport import Ended, Key, Mark, Pushed
from tests.browser.conftest import CHROMIUM, PATIENCE, QUIET, SIZES, forget_house
from tests.browser.fake_call import Switchboard, energy, loudest_frequency, tone, until
from tests.browser.house import House
from tests.browser.test_accessibility import OVERFLOWS, SMALL_TARGETS, violations
from tests.browser.test_embedding import Site
from tests.browser.visitor import Visitor

Visit = Callable[..., BrowserContext]
TONE = 440.0


@pytest.fixture(scope="session")
def microphone(driver: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser whose microphone hears a tone, over and over."""
    path = tmp_path_factory.mktemp("sounds") / "tone.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 48_000, 0, "NONE", ""))
        file.writeframes(tone(TONE, 4, rate=48_000))
    device = ["--use-fake-device-for-media-stream", f"--use-file-for-fake-audio-capture={path}"]
    browser = driver.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, *device])
    yield browser
    browser.close()


@pytest.fixture()
def speaker(microphone: Browser) -> Iterator[Callable[..., Page]]:
    """A page of a visitor with a microphone, allowed unless it is said otherwise."""
    contexts: list[BrowserContext] = []

    def speaker(size: str = "desktop", allowed: bool = True, **options: object) -> Page:
        width, height = SIZES[size]
        phone = {"has_touch": True, "is_mobile": True} if size == "phone" else {}
        wanted = {"locale": "fr-FR", "viewport": {"width": width, "height": height}}
        context = microphone.new_context(**{**wanted, **phone, **options})  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        if allowed:
            context.grant_permissions(["microphone"])
        contexts.append(context)
        return context.new_page()

    yield speaker
    for context in contexts:
        context.close()


@pytest.fixture()
def calls() -> Switchboard:
    return Switchboard()


@pytest.fixture()
def voiced(house: House, calls: Switchboard) -> House:
    """The house with a telephone behind it that takes the microphone's calls."""
    house.close()
    passes = Passes(settings().signing_key(), "web")
    house.doors = [router(calls.take, passes, Origins([]))]
    house.open()
    return house


class Speaker(Visitor):
    @property
    def bar(self) -> Locator:
        return self.panel.get_by_role("region", name="Conversation à voix haute")

    @property
    def state(self) -> Locator:
        return self.bar.get_by_role("status")

    def speak(self) -> Speaker:
        self.button("Parler à l’assistant").click()
        return self

    def is_heard(self) -> Speaker:
        expect(self.state).to_have_text("Je vous écoute.")
        return self


def speaking(page: Page, address: str) -> Speaker:
    speaker = Speaker(page, address)
    speaker.open()
    return speaker.speak().is_heard()


def test_the_microphone_arrives_as_sixteen_kilohertz_sound(
    voiced: House, speaker: Callable[..., Page], calls: Switchboard
) -> None:
    visitor = speaking(speaker(), voiced.url)
    call = calls.call()
    call.hears(1)
    heard = call.hears(2)
    assert loudest_frequency(heard) == pytest.approx(TONE, abs=6)
    assert energy(heard) > 0.02
    arrival = call.line.arrival
    assert (arrival.line, arrival.language) == ("browser", "fr")
    token = visitor.page.evaluate(
        "Object.entries(localStorage).find(([name]) => name.endsWith('token'))[1]"
    )
    pass_ = Passes(settings().signing_key(), "web").read(token)
    assert pass_ is not None and arrival.conversation == pass_.conversation


def test_what_the_desk_plays_is_heard_and_its_marks_come_back(
    voiced: House, speaker: Callable[..., Page], calls: Switchboard
) -> None:
    visitor = speaking(speaker(), voiced.url)
    call = calls.call()
    call.plays(tone(300, 1.0), mark="end")
    expect(visitor.state).to_have_text("L’assistant parle. Vous pouvez l’interrompre.")
    assert Mark("end") not in call.events
    call.comes(Mark("end"))
    expect(visitor.state).to_have_text("Je vous écoute.")


def test_a_flush_drops_what_was_not_heard(
    voiced: House, speaker: Callable[..., Page], calls: Switchboard
) -> None:
    visitor = speaking(speaker(), voiced.url)
    call = calls.call()
    call.plays(tone(300, 30.0), mark="end")
    expect(visitor.state).to_contain_text("L’assistant parle")
    call.flushes()
    call.comes(Mark("end", played=False))
    expect(visitor.state).to_have_text("Je vous écoute.")
    call.plays(tone(300, 0.2), mark="after")
    call.comes(Mark("after"))


def test_push_to_talk_is_silent_until_the_button_is_held(
    voiced: House, speaker: Callable[..., Page], calls: Switchboard
) -> None:
    visitor = speaking(speaker(), voiced.url)
    call = calls.call()
    assert energy(call.hears(1)) > 0.02
    visitor.button("Appuyer pour parler").click()
    call.comes(Pushed(False))
    expect(visitor.state).to_have_text("Maintenez le bouton et parlez.")
    until(lambda: energy(call.hears(0.5)) == 0, "silence")
    talk = visitor.button("Maintenir pour parler")
    talk.hover()
    visitor.page.mouse.down()
    call.comes(Pushed(True))
    assert energy(call.hears(1)) > 0.02
    visitor.page.mouse.up()
    call.comes(Pushed(False))
    visitor.button("Mains libres").click()
    visitor.is_heard()
    call.hears(0.3)
    assert energy(call.hears(1)) > 0.02


@pytest.mark.parametrize("key", ["Space", "Enter"])
def test_push_to_talk_works_by_key_and_is_remembered(
    voiced: House, speaker: Callable[..., Page], calls: Switchboard, key: str
) -> None:
    visitor = speaking(speaker(), voiced.url)
    visitor.button("Appuyer pour parler").click()
    calls.call().comes(Pushed(False))
    visitor.button("Maintenir pour parler").focus()
    visitor.page.keyboard.down(key)
    calls.call().comes(Pushed(True))
    expect(visitor.button("Maintenir pour parler")).to_have_attribute("aria-pressed", "true")
    visitor.page.keyboard.up(key)
    calls.call().comes(Pushed(False))
    visitor.page.keyboard.press("Escape")
    visitor.speak()
    assert calls.call(2).line.arrival.variables == {"mode": "push"}
    expect(visitor.state).to_have_text("Maintenez le bouton et parlez.")


def test_the_keys_of_a_telephone_reach_the_call(
    voiced: House, speaker: Callable[..., Page], calls: Switchboard
) -> None:
    visitor = speaking(speaker(), voiced.url)
    for key, digit in (("5", "5"), ("#", "#"), ("a", ""), ("Control+7", ""), ("0", "0")):
        visitor.page.keyboard.press(key)
        if digit:
            calls.call().comes(Key(digit))
    assert calls.call().events == [Key("5"), Key("#"), Key("0")]


def test_a_screen_readers_click_holds_and_lets_go(
    voiced: House, speaker: Callable[..., Page], calls: Switchboard
) -> None:
    visitor = speaking(speaker(), voiced.url)
    visitor.button("Appuyer pour parler").click()
    talk = visitor.button("Maintenir pour parler")
    talk.evaluate("button => button.click()")
    calls.call().comes(Pushed(True))
    talk.evaluate("button => button.click()")
    calls.call().comes(Pushed(False))


def test_words_appear_as_they_are_understood(
    voiced: House, speaker: Callable[..., Page], calls: Switchboard
) -> None:
    visitor = speaking(speaker(), voiced.url)
    words = visitor.page.locator(".voice-words")
    calls.call().tells("partial", text="ma facture a")
    expect(words).to_have_text("ma facture a")
    expect(words).to_have_class(re.compile("partial"))
    calls.call().tells("heard", text="ma facture a augmenté")
    expect(words).to_have_text("ma facture a augmenté")
    expect(words).not_to_have_class(re.compile("partial"))


@pytest.mark.parametrize("way", ["tap", "escape"])
def test_one_tap_or_escape_gives_the_keyboard_back(
    voiced: House, speaker: Callable[..., Page], calls: Switchboard, size: str, way: str
) -> None:
    visitor = Speaker(speaker(size), voiced.url)
    visitor.open()
    visitor.composer.fill("un brouillon")
    visitor.speak().is_heard()
    expect(visitor.composer).to_be_hidden()
    if way == "tap":
        visitor.button("Revenir au clavier").click()
    else:
        visitor.page.keyboard.press("Escape")
    expect(visitor.composer).to_have_value("un brouillon")
    expect(visitor.panel).to_be_visible()
    calls.call().comes(Ended("bye"))
    visitor.say("bonjour", "bonjour")


def test_chat_and_voice_are_one_conversation(
    voiced: House, speaker: Callable[..., Page], calls: Switchboard
) -> None:
    """What the call sends to the desk for its caller shows in the log, in order."""
    visitor = Speaker(speaker(), voiced.url)
    visitor.open()
    visitor.say("bonjour", "1 · bonjour")
    visitor.speak().is_heard()
    sender = calls.call().line.arrival.conversation
    body = {"sender": sender, "message": "je parle", "input_channel": "voice"}
    answered = visitor.page.request.post(
        f"{voiced.url}/webhooks/rest/webhook",
        data=body,
        headers={"Authorization": f"Bearer {settings().token()}"},
    )
    assert answered.ok
    visitor.reads("2 · je parle")
    expect(visitor.said.last).to_contain_text("je parle")
    expect(visitor.log).to_have_attribute("aria-live", "polite")
    visitor.button("Revenir au clavier").click()
    visitor.say("j’écris", "3 · j’écris")


def test_a_refused_microphone_is_said_with_other_ways_on(
    voiced: House, speaker: Callable[..., Page], calls: Switchboard, size: str
) -> None:
    visitor = Speaker(speaker(size, allowed=False), voiced.url)
    visitor.open()
    visitor.speak()
    expect(visitor.bar.get_by_role("alert")).to_contain_text("Le micro n’est pas autorisé")
    assert violations(visitor.page) == []
    dial = visitor.bar.get_by_role("link", name="Nous appeler au 01 99 00 32 32")
    expect(dial).to_have_attribute("href", "tel:0199003232")
    visitor.page.context.grant_permissions(["microphone"])
    visitor.button("Réessayer").click()
    visitor.is_heard()
    visitor.button("Revenir au clavier").click()
    visitor.say("bonjour", "bonjour")
    assert len(calls.calls) == 1


def test_a_missing_microphone_leads_to_the_call_back_form(voiced: House, visit: Visit) -> None:
    context = visit()
    context.grant_permissions(["microphone"])
    visitor = Speaker(context.new_page(), voiced.url)
    visitor.open()
    visitor.speak()
    expect(visitor.bar.get_by_role("alert")).to_contain_text("Aucun micro n’a été trouvé")
    visitor.bar.get_by_role("button", name="Être rappelé").click()
    expect(visitor.page.locator("form.callback")).to_be_visible()


def test_a_lost_line_is_said_and_can_be_taken_up_again(
    voiced: House, speaker: Callable[..., Page], calls: Switchboard
) -> None:
    visitor = speaking(speaker(), voiced.url)
    calls.call().loses()
    expect(visitor.bar.get_by_role("alert")).to_contain_text("Votre conversation est gardée")
    visitor.button("Réessayer").click()
    visitor.is_heard()
    assert len(calls.calls) == 2


def nobody_there() -> APIRouter:
    """What the gateway does when no telephone is behind it."""
    routes = APIRouter()

    @routes.websocket("/voice/browser")
    async def gone(socket: WebSocket) -> None:
        await socket.accept()
        await socket.close(1013)

    return routes


def test_a_call_that_cannot_begin_is_said(
    voiced: House, speaker: Callable[..., Page], calls: Switchboard
) -> None:
    """The voice process has just gone: its socket is refused."""
    visitor = Speaker(speaker(), voiced.url)
    visitor.open()
    voiced.close()
    voiced.doors = [nobody_there()]
    voiced.open()
    visitor.say("bonjour", "bonjour").speak()  # type: ignore[attr-defined]
    expect(visitor.bar.get_by_role("alert")).to_contain_text("pas disponible pour le moment")
    visitor.page.keyboard.press("Escape")
    expect(visitor.composer).to_be_visible()


def test_another_window_of_the_visitor_takes_the_call_over(
    voiced: House, speaker: Callable[..., Page], calls: Switchboard
) -> None:
    first = speaking(speaker(), voiced.url)
    second = Speaker(first.page.context.new_page(), voiced.url)
    second.open()
    second.speak().is_heard()
    expect(first.bar.get_by_role("alert")).to_contain_text("dans une autre fenêtre")
    second.button("Revenir au clavier").click()


def test_when_the_desk_hangs_up_the_keyboard_is_back(
    voiced: House, speaker: Callable[..., Page], calls: Switchboard
) -> None:
    visitor = speaking(speaker(), voiced.url)
    calls.call().hangs_up()
    expect(visitor.composer).to_be_visible()
    expect(visitor.bar).to_have_count(0)


@pytest.mark.parametrize("leaving", ["Fermer l’assistance", "Switch to English", "renew"])
def test_the_microphone_never_stays_open_behind_the_visitors_back(
    voiced: House, speaker: Callable[..., Page], calls: Switchboard, leaving: str
) -> None:
    visitor = speaking(speaker(), voiced.url)
    if leaving == "renew":
        visitor.menu("Nouvelle conversation")
    else:
        visitor.button(leaving).click()
    call = calls.call()
    until(lambda: bool(call.events) and isinstance(call.events[-1], Ended), "the end")


def test_the_level_is_also_a_word(voiced: House, speaker: Callable[..., Page]) -> None:
    visitor = speaking(speaker(), voiced.url)
    meter = visitor.bar.get_by_role("meter", name="Niveau du micro")
    expect(meter).to_have_attribute("aria-valuetext", re.compile("bon|fort"))
    visitor.button("Appuyer pour parler").click()
    expect(meter).to_have_attribute("aria-valuetext", "silence")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_while_speaking(
    voiced: House,
    speaker: Callable[..., Page],
    calls: Switchboard,
    size: str,
    scheme: str,
    photograph: Callable[[Page, str], None],
) -> None:
    page = speaker(size, color_scheme=scheme, reduced_motion="reduce")
    visitor = Speaker(page, voiced.url)
    visitor.open()
    visitor.say("bonjour", "bonjour")
    assert violations(page) == []
    photograph(page, f"microphone-{scheme}-{size}")
    visitor.speak().is_heard()
    calls.call().tells("partial", text="je voudrais savoir pourquoi ma facture a augmenté")
    expect(page.locator(".voice-words")).to_contain_text("facture")
    assert violations(page) == []
    photograph(page, f"voice-{scheme}-{size}")
    visitor.button("Appuyer pour parler").click()
    assert violations(page) == []
    assert page.evaluate(OVERFLOWS) == []
    if size == "phone":
        assert page.evaluate(SMALL_TARGETS, 44) == []
    photograph(page, f"push-{scheme}-{size}")


@pytest.mark.parametrize(("width", "height"), [(320, 480), (640, 400), (360, 300)])
def test_every_button_is_within_reach_on_small_screens(
    voiced: House, speaker: Callable[..., Page], width: int, height: int
) -> None:
    page = speaker(viewport={"width": width, "height": height})
    visitor = speaking(page, voiced.url)
    visitor.button("Appuyer pour parler").click()
    for name in ("Maintenir pour parler", "Mains libres", "Revenir au clavier"):
        visitor.button(name).focus()
        expect(visitor.button(name)).to_be_in_viewport(ratio=0.9)
    assert page.evaluate(OVERFLOWS) == []
    visitor.button("Revenir au clavier").click()
    expect(visitor.composer).to_be_visible()


def test_without_voice_the_number_is_offered_and_no_microphone(house: House, visit: Visit) -> None:
    visitor = Speaker(visit().new_page(), house.url)
    visitor.open()
    dial = visitor.panel.get_by_role("link", name="Nous appeler au 01 99 00 32 32")
    expect(dial).to_have_attribute("href", "tel:0199003232")
    expect(visitor.button("Parler à l’assistant")).to_have_count(0)
    visitor.button("Autres actions").click()
    expect(visitor.button("Continuer par téléphone")).to_have_count(0)


def test_an_element_that_leaves_the_page_lets_the_microphone_go(
    voiced: House, speaker: Callable[..., Page], calls: Switchboard
) -> None:
    visitor = speaking(speaker(), voiced.url)
    visitor.page.evaluate("document.querySelector('guichet-chat').remove()")
    calls.call().comes(Ended("bye"))


def test_a_call_too_many_is_told_in_writing(
    voiced: House, speaker: Callable[..., Page], calls: Switchboard
) -> None:
    visitor = speaking(speaker(), voiced.url)
    calls.call().tells("full")
    expect(visitor.bar.get_by_role("alert")).to_contain_text("Toutes les lignes sont occupées")


def test_a_microphone_that_is_switched_off_is_noticed(
    voiced: House, speaker: Callable[..., Page]
) -> None:
    page = speaker()
    page.add_init_script("""
      navigator.mediaDevices.getUserMedia = async () =>
        new AudioContext().createMediaStreamDestination().stream;
    """)
    visitor = speaking(page, voiced.url)
    expect(visitor.state).to_contain_text("votre micro est peut-être coupé")


def test_the_widget_speaks_on_another_site_under_its_strict_policy(
    voiced: House,
    speaker: Callable[..., Page],
    calls: Switchboard,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    site = Site()
    voiced.close()
    monkeypatch.setenv("GUICHET_ORIGINS", site.url)
    forget_house()
    voiced.doors = [
        router(calls.take, Passes(settings().signing_key(), "web"), Origins([site.url]))
    ]
    voiced.open()
    site.guichet, site.attributes = voiced.url, 'data-language="fr"'
    speaking(speaker(), site.url)
    assert energy(calls.call().hears(1)) > 0.02
    calls.call().plays(tone(300, 0.2), mark="end")
    calls.call().comes(Mark("end"))
    site.server.shutdown()


RESAMPLED = """async ({ from, to, frequency }) => {
  const { Resampler } = await import("/static/widget/voice/resampler.js");
  const resampler = new Resampler(from, to);
  const made = [];
  for (let start = 0; start < from; start += 128) {
    const piece = Float32Array.from({ length: Math.min(128, from - start) },
      (_, place) => Math.sin((2 * Math.PI * frequency * (start + place)) / from));
    made.push(...resampler.push(piece));
  }
  return made;
}"""


@pytest.mark.parametrize(("rate", "to"), [(48_000, 16_000), (44_100, 16_000), (16_000, 48_000)])
def test_sound_keeps_its_pitch_at_another_rate_and_gains_none(
    house: House, visit: Visit, rate: int, to: int
) -> None:
    page = visit().new_page()
    page.goto(house.url)
    asked = {"from": rate, "to": to}
    kept = np.array(page.evaluate(RESAMPLED, {**asked, "frequency": 1000}))
    assert len(kept) == pytest.approx(to, abs=30 * max(1, to / rate))
    wanted = np.sin(2 * np.pi * 1000 * np.arange(len(kept)) / to)
    assert np.abs(kept - wanted)[200:-200].max() < 0.01
    if to < rate:
        folded = np.array(page.evaluate(RESAMPLED, {**asked, "frequency": 11_000}))
        assert energy(folded[200:]) < 0.003


BROKEN = """async () => {
  const { Resampler } = await import("/static/widget/voice/resampler.js");
  const resampler = new Resampler(48_000, 16_000);
  const tone = (from) => Float32Array.from({ length: 480 }, (_, at) => Math.sin((from + at) / 8));
  const odd = Float32Array.from([NaN, Infinity, -Infinity, NaN]);
  const mixed = tone(0);
  mixed.set(odd, 100);
  const during = [resampler.push(mixed), resampler.push(Float32Array.from({ length: 480 }, () => NaN))];
  const after = [480, 960, 1440].map((from) => [...resampler.push(tone(from))]);
  return { during: during.flatMap((one) => [...one].map(Number.isFinite)), after: after.at(-1) };
}"""


def test_samples_that_are_no_numbers_are_silence_and_spoil_nothing_after(
    house: House, visit: Visit
) -> None:
    page = visit().new_page()
    page.goto(house.url)
    made = page.evaluate(BROKEN)
    assert made["during"] and all(made["during"])
    assert energy(np.array(made["after"])) == pytest.approx(np.sqrt(0.5), abs=0.02)
