"""What bends a ray: the air's refractive index with altitude, and the simpler models in its place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from rangefan.errors import RangeError
from rangefan.language import t

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array: TypeAlias = NDArray[np.float64]

# Rec. ITU-R P.453-14 (08/2019), section on the reference atmosphere: the global mean of the refractivity
# profile, N(h) = N₀ exp(-h/h₀), for terrestrial paths.
SEA_LEVEL_REFRACTIVITY = 315.0  # N₀, in N-units: (n - 1) · 10⁶
SCALE_HEIGHT_KM = 7.35  # h₀
_TOP_KM = 150.0  # n - 1 is 4e-13 there


@dataclass(frozen=True, slots=True, kw_only=True)
class Atmosphere:
    """Refractive index as a function of altitude alone.

    Parameters
    ----------
    name : str
        What a page calls it.
    index_at : callable
        Index n of an array of altitudes in km above mean sea level, from 0 to `top_km`.
    gradient_at : callable
        dn/dh of the same, per km. Rays are traced where n + (R+h)·dn/dh stays above 0, that is outside ducts
        (dn/dh above -157 N-units a km).
    top_km : float
        Above it the index stays what it is there.
    """

    name: str
    index_at: Callable[[Array], Array]
    gradient_at: Callable[[Array], Array]
    top_km: float


def exponential(refractivity: float, scale_height_km: float) -> Atmosphere:
    """Atmosphere whose refractivity falls exponentially: n = 1 + N₀·10⁻⁶·exp(-h/h₀).

    Parameters
    ----------
    refractivity : float
        N₀ at sea level, in N-units, from 0 to 450 (what Rec. ITU-R P.453 maps).
    scale_height_km : float
        h₀, from 5 to 20.

    Returns
    -------
    Atmosphere
        Without ducts: within these bounds the gradient stays above -90 N-units a km.

    Raises
    ------
    RangeError
        If a number is outside these bounds.

    Notes
    -----
    Rec. ITU-R P.453-14, the reference atmosphere for terrestrial paths: N₀ = 315, h₀ = 7.35 km.

    Examples
    --------
    >>> import numpy as np
    >>> f"{exponential(315, 7.35).index_at(np.array([7.35]))[0]:.9f}"
    '1.000115882'
    """
    if not (0 <= refractivity <= 450 and 5 <= scale_height_km <= 20):
        raise RangeError(
            f"refractivity {refractivity:g} at sea level with scale height {scale_height_km:g} km is no "
            "atmosphere we trace, give 0 to 450 N-units and 5 to 20 km"
        )

    def excess(altitude_km: Array) -> Array:
        import numpy as np

        return np.asarray(refractivity * 1e-6 * np.exp(-altitude_km / scale_height_km))

    return Atmosphere(
        name=f"exponential atmosphere (N = {refractivity:g}·exp(−h/{scale_height_km:g} km))",
        index_at=lambda altitude_km: 1 + excess(altitude_km),
        gradient_at=lambda altitude_km: -excess(altitude_km) / scale_height_km,
        top_km=_TOP_KM * max(1.0, scale_height_km / SCALE_HEIGHT_KM),
    )


REFERENCE = exponential(SEA_LEVEL_REFRACTIVITY, SCALE_HEIGHT_KM)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refraction:
    """How the bending of rays is modelled.

    Parameters
    ----------
    name : str
        Short, as typed on the command line.
    text : str
        What a page says of it.
    atmosphere : Atmosphere, optional
        Rays are traced through it; without one they are straight lines over the effective Earth.
    earth_factor : float
        k: straight rays over an Earth of k times the radius stand for bent ones; from 0.5 to 1.5.

    Raises
    ------
    RangeError
        If `earth_factor` is outside these bounds.
    """

    name: str
    text: str
    atmosphere: Atmosphere | None = None
    earth_factor: float = 1.0

    def __post_init__(self) -> None:
        if not 0.5 <= self.earth_factor <= 1.5:
            raise RangeError(f"the earth factor is {self.earth_factor:g}, give 0.5 to 1.5")


RAY_TRACED = Refraction(
    name="ray",
    text=t(
        "rays traced through the ITU-R P.453 reference atmosphere "
        "(N = {refractivity:g}·exp(−h/{height:g} km))",
        refractivity=SEA_LEVEL_REFRACTIVITY,
        height=SCALE_HEIGHT_KM,
    ),
    atmosphere=REFERENCE,
)
UNREFRACTED = Refraction(name="none", text=t("straight rays, no refraction"))
FOUR_THIRDS_EARTH = Refraction(
    name="4/3",
    text=t("straight rays over an Earth of 4/3 radius (right below about 20 km, too generous above)"),
    earth_factor=4 / 3,
)

REFRACTIONS = {model.name: model for model in (RAY_TRACED, UNREFRACTED, FOUR_THIRDS_EARTH)}
