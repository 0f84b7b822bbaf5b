"""Maximum likelihood with positive parameters: in logarithms, from several starts, with the analytic gradient."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

import numpy as np
from scipy.optimize import minimize
from threadpoolctl import ThreadpoolController

from bleib.forecast.protocol import FEW, Array, CannotFit, Fit

# log-likelihood and its gradient by the parameters themselves
Likelihood = Callable[[Array], tuple[float, Array]]
Cost = Callable[[Array], tuple[float, Array]]  # of the logarithms

# Parameters stay within what doubles can bear: a bound that is reached means "as large as you like".
LOW, HIGH = np.log(1e-5), np.log(1e5)
# Of the weak prior on logarithms: one standard deviation is a factor of twelve.
PRIOR_SD = 2.5
STEP = 1e-4
# A direction in which the likelihood is flatter than this per customer says nothing.
FLAT = 1e-9
# Logarithms that move by less than this have arrived; more steps than so many lead nowhere.
ARRIVED = 1e-7
SETTLING = 12


@cache
def _threads() -> ThreadpoolController:
    """Of BLAS, which would start threads for sums and matrices of four: they cost five times what they compute."""
    return ThreadpoolController()


def summed(one: Array, other: Array) -> float:
    """The sum of products, without BLAS."""
    return float(np.einsum("i,i->", one, other))


def maximise(
    likelihood: Likelihood,
    *,
    rough: Likelihood | None = None,
    names: Sequence[str],
    starts: Sequence[Sequence[float]],
    customers: int,
) -> Fit:
    """The best of all `starts`. Below FEW customers a weak prior around the first start is added.

    `rough`: the likelihood of a part of the data, which leads from the starts to where it is nearly best. Raises
    CannotFit where none of them leads anywhere.
    """
    steadied = customers < FEW
    centre = np.log(starts[0])

    def cost_by(likely: Likelihood) -> Cost:
        return lambda logs: _cost(likely, logs, customers=customers, centre=centre if steadied else None)

    cost = cost_by(likelihood)
    with _threads().limit(limits=1):
        best = _best(cost, [np.log(start) for start in starts], rough=cost if rough is None else cost_by(rough))
        value, _ = likelihood(np.exp(best))
        if not np.isfinite(value):
            raise CannotFit("No parameters explain these data. Look for amounts or dates that cannot be.")
        covariance = _covariance(_curvature(cost, best), customers)
    return _fit(best, covariance, names=names, value=value, customers=customers, steadied=steadied)


def _cost(likelihood: Likelihood, logs: Array, *, customers: int, centre: Array | None) -> tuple[float, Array]:
    """Mean negative log-likelihood, with the prior around `centre`, and its gradient by logarithms."""
    parameters = np.exp(logs)
    value, gradient = likelihood(parameters)
    slope = gradient * parameters
    if centre is not None:
        away = (logs - centre) / PRIOR_SD
        value, slope = value - 0.5 * float(away @ away), slope - away / PRIOR_SD
    return (-value / customers, -slope / customers) if np.isfinite(value) else (1e12, np.zeros_like(logs))


def _best(cost: Cost, starts: Sequence[Array], *, rough: Cost) -> Array:
    """A few steps from every start by the rough cost, from the best of them to its end, and from there to the end."""
    bounds = [(LOW, HIGH)] * len(starts[0])
    found = [_descend(rough, start, bounds=bounds, steps=25) for start in starts]
    nearest = _descend(rough, min(found, key=lambda each: rough(each)[0]), bounds=bounds, steps=500)
    settled = _settled(cost, nearest, curvature=_curvature(rough, nearest))
    if settled is None and rough is not cost:
        nearest = _descend(cost, nearest, bounds=bounds, steps=500)
        settled = _settled(cost, nearest, curvature=_curvature(cost, nearest))
    return nearest if settled is None else settled


def _settled(cost: Cost, near: Array, *, curvature: Array) -> Array | None:
    """From `near` to the very best, by Newton's steps; None where they lead nowhere: to a bound, along a flat ridge.

    One curvature does for all steps: nearby it hardly changes.
    """
    values, vectors = np.linalg.eigh(curvature)
    inverse = (vectors * np.where(values > FLAT, 1 / np.maximum(values, FLAT), 0)) @ vectors.T
    for _ in range(SETTLING):
        step = inverse @ cost(near)[1]
        near = near - step
        if (near < LOW).any() or (near > HIGH).any():
            return None
        if np.abs(step).max() < ARRIVED:
            return near
    return None


def _descend(cost: Cost, start: Array, *, bounds: list[tuple[float, float]], steps: int) -> Array:
    options = {"maxiter": steps, "maxfun": 4 * steps, "ftol": 1e-15, "gtol": 1e-9, "maxcor": 20}
    found = minimize(cost, np.clip(start, LOW, HIGH), jac=True, method="L-BFGS-B", bounds=bounds, options=options)
    return np.asarray(found.x, dtype=np.float64)


def _curvature(cost: Cost, at: Array) -> Array:
    """By differences of the gradient."""
    curvature = np.empty((len(at), len(at)))
    for place in range(len(at)):
        step = np.zeros_like(at)
        step[place] = STEP
        curvature[place] = (cost(at + step)[1] - cost(at - step)[1]) / (2 * STEP)
    return np.asarray((curvature + curvature.T) / 2, dtype=np.float64)


def _covariance(curvature: Array, customers: int) -> Array:
    """Of the logarithms: the inverse of the curvature; flat directions stay wide."""
    values, vectors = np.linalg.eigh(curvature)
    wide = 1 / (np.maximum(values, FLAT) * customers)
    return np.asarray((vectors * np.minimum(wide, PRIOR_SD**2)) @ vectors.T, dtype=np.float64)


def _fit(logs: Array, covariance: Array, *, names: Sequence[str], value: float, customers: int, steadied: bool) -> Fit:
    parameters = np.exp(logs)
    deviations = np.sqrt(np.diag(covariance))
    at_bound = (logs < LOW + 1e-3) | (logs > HIGH - 1e-3)
    errors = [None if bound else float(p * d) for p, d, bound in zip(parameters, deviations, at_bound, strict=True)]
    return Fit(
        parameters=dict(zip(names, map(float, parameters), strict=True)),
        standard_errors=dict(zip(names, errors, strict=True)),
        log_likelihood=float(value),
        customers=customers,
        steadied=steadied,
        covariance=covariance,
    )
