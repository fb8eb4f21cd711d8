"""The outbox of the settings: the books that fill it, and the courier who empties it."""

from __future__ import annotations

from prometheus_client import CollectorRegistry

from actions.crm.outbox.breaker import Breaker
from actions.crm.outbox.courier import Courier
from actions.crm.outbox.courier_thread import CourierThread
from actions.crm.outbox.delivery import Delivery
from actions.crm.outbox.desk import PromisingCrm
from actions.crm.outbox.figures import Figures
from actions.crm.outbox.mail import Mail
from actions.crm.outbox.round import round_of
from actions.crm.port import RemoteCrm
from actions.crm.vendors import vendor
from actions.crm.vendors.account import Account
from bot.database import engine
from bot.settings import settings


def company_crm() -> RemoteCrm:
    """The company's CRM, as the settings name it."""
    return vendor(settings().crm, Account.of(settings()))


def promising_crm() -> PromisingCrm:
    return PromisingCrm(settings().crm, company_crm())


def courier() -> Courier:
    """The courier of the settings; the company's CRM is reached from its own event loop."""
    database, name = engine(), settings().crm
    delivery = Delivery(database, name, company_crm())
    settling = settings().crm_delivery_timeout
    return Courier(Mail(database, name), delivery, round_of(database), settling)


def courier_thread(registry: CollectorRegistry) -> CourierThread:
    """What a gateway runs beside serving; its figures are counted when they are asked for."""
    registry.register(Figures(engine(), settings().crm))
    return CourierThread(courier, Breaker(engine(), settings().crm))
