"""A second, slow and plain reading of the rulebook, to hold against the marts.

`score_landing(folder, areas)` scores Security and, by their names, the other solution areas; theirs
is `areas` of the result (tests/scorer/areas).

Nothing here looks at the models, the macros or the seeds: the scorer opens the landing files and
carries the programme's numbers itself, so that an error in the pipeline cannot also be an error in
its proof.
"""

from tests.scorer.result import Result
from tests.scorer.score import score_landing

__all__ = ["Result", "score_landing"]
