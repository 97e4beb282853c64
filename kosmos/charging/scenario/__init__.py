"""Scenario files: small stories about accounts, played by the engine itself."""

from kosmos.charging.scenario.player import play
from kosmos.charging.scenario.reading import ScenarioError, read_scenario

__all__ = ["ScenarioError", "play", "read_scenario"]
