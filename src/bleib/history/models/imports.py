"""The list of imports and the way of one through it: started -> staged -> done -> undoing -> undone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime

from django.conf import settings
from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _

from bleib.history.counts import Counts
from bleib.history.models.setting import next_instant
from bleib.kernel.errors import BleibError
from bleib.kernel.personal import EVERYBODY, Basis, Erase, Mentioned, Personal, SingleWord, Via

Name = tuple[str, str | None, str | None]  # customer, name, country


class ImportState(models.TextChoices):
    STARTED = "started"
    STAGED = "staged"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"


class ImportQuerySet(models.QuerySet["Import"]):
    def numbered(self, number: int) -> Import:
        """Raises BleibError where there is none."""
        found = self.filter(pk=number).first()
        if found is None:
            raise BleibError(f"There is no import {number}. `bleib imports` lists them with their numbers.")
        return found

    def of_files(self, fingerprint: str) -> Import | None:
        """The import of these files that is not undone."""
        return self.exclude(state=ImportState.UNDONE).filter(fingerprint=fingerprint).first()

    def done(self) -> ImportQuerySet:
        return self.filter(state=ImportState.DONE)

    def open(self) -> ImportQuerySet:
        """Those that somebody works on, or that somebody left when the process died."""
        return self.exclude(state__in=(ImportState.DONE, ImportState.UNDONE))

    def settled(self) -> bool:
        """Whether there are facts: an import is done, or about to be."""
        return self.filter(state__in=(ImportState.STAGED, ImportState.DONE)).exists()


class Import(models.Model):
    """Files that were read into the history. `counts`, `recorded_at` and the days are known from `staged` on."""

    fingerprint = models.CharField(max_length=64)  # hash of the files' content and the options
    label = models.TextField()  # names of the files, for people
    options = models.JSONField()
    counts = models.JSONField(null=True)  # see counts.py
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.STARTED)
    started_at = models.DateTimeField()
    recorded_at = models.DateTimeField(null=True)  # of its facts
    finished_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    sources = models.JSONField(default=list)  # name, lines, role and remark of each file, sheet or table
    rejects = models.CharField(max_length=200, null=True)  # reject file below the home folder, if there is one
    touched = models.BinaryField(null=True)  # see touched.py; between the announcement of a commit and its end

    objects = ImportQuerySet.as_manager()
    personal = Personal(
        purpose=_("Which files were read: their names may say whom they are about"),
        basis=Basis.INTEREST,
        about={EVERYBODY: (Mentioned(), SingleWord("label"))},
        fields=("label", "sources"),
        erase=Erase.BLANK,
        blank={"label": "–", "sources": []},
        explained={
            "fingerprint": "a digest of the files",
            "options": "how they were read",
            "counts": "numbers of lines",
            "rejects": "the name of a reject file",
        },
    )

    class Meta:
        ordering = ("-id",)
        constraints = (
            # The same files count once, whoever imports them; undone imports may be repeated.
            models.UniqueConstraint(
                fields=["fingerprint"], condition=~models.Q(state="undone"), name="history_import_once"
            ),
            models.CheckConstraint(condition=models.Q(state__in=ImportState.values), name="history_import_state"),
        )

    def __str__(self) -> str:
        return f"{self.pk} {self.label}"

    @property
    def counted(self) -> Counts:
        """What became of the lines; nothing as long as it is not staged."""
        return Counts(**self.counts) if self.counts else Counts()

    def stage(
        self,
        *,
        counts: Counts,
        days: tuple[date | None, date | None],
        names: Iterable[Name],
        touched: bytes,
        rejects: str | None,
        now: datetime,
    ) -> None:
        """Say what is about to be committed, and give it its instant: the newest claim on a fact wins."""
        with transaction.atomic():
            self.names.all().delete()
            ImportedName.add(self, names)
            self.state, self.counts, self.rejects, self.touched = ImportState.STAGED, asdict(counts), rejects, touched
            self.first_day, self.last_day = days
            self.recorded_at = next_instant(now)
            self.save()

    def forget(self) -> None:
        """An import that failed before anything was committed leaves no trace."""
        with transaction.atomic():
            self.names.all().delete()
            Import.objects.filter(pk=self.pk, state__in=(ImportState.STARTED, ImportState.STAGED)).delete()


class ImportedName(models.Model):
    """What an import calls a customer, and where it says the customer is. Goes with the import."""

    of = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="names")
    customer = models.TextField()  # the number that facts carry
    name = models.TextField(null=True)
    country = models.TextField(null=True)

    personal = Personal(
        purpose=_("Naming a customer in figures made of imported files"),
        basis=Basis.INTEREST,
        about={"customer": Via("customer", "{number}")},
        fields=("customer", "name", "country"),
        store="history",
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=["of", "customer"], name="history_name_once"),)
        indexes = (models.Index(fields=["customer"], name="history_name_customer"),)

    def __str__(self) -> str:
        return f"{self.customer} {self.name or ''}"

    @classmethod
    def add(cls, of: Import, names: Iterable[Name]) -> None:
        """Without making a model of each: a million of them would take as long as the rest of the import."""
        table = connection.ops.quote_name(cls._meta.db_table)
        statement = f"INSERT INTO {table} (of_id, customer, name, country) VALUES (%s, %s, %s, %s)"
        with connection.cursor() as cursor:
            cursor.executemany(statement, [(of.pk, *name) for name in names])
