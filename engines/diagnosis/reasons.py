"""What is wrong, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engines.diagnosis.values import Agreement, LadderResult, LayerError, Verdict
from engines.quantisation.formats import Format
from engines.texts import Text

# Measured at 8 bit: VitTrack, which is sound, agrees in 0.96 to 1.00 of the frames of nine sequences;
# LightTrack with one scale per tensor, which is not, in 0.02. The AUC of one clip differs by up to 0.10
# between float and 8 bit of the sound one.
LEAST_FORCED_SHARE = 0.90
MOST_AUC_LOST = 0.15
_LEAST_CLOSED_IOU = 0.60
_MANY_LOST, _POOR_SQNR_DB, _MUCH_SATURATED = 0.05, 25.0, 0.01
# Layers that change outputs by less are not to blame.
_LEAST_EFFECT = 0.02


def verdict_of(agreement: Agreement) -> Verdict:
    """Whether B is as good as A on this clip.

    Ground truth decides, where there is some. Closed loops are chaotic: two trackers that part are not
    yet one good and one bad. On A's crops there is no such excuse.
    """
    if agreement.forced_share < LEAST_FORCED_SHARE:
        return Verdict.UNCLEAR if agreement.a_is_lost else Verdict.BROKEN
    if agreement.auc_a is not None and agreement.auc_b is not None:
        lost = agreement.auc_a - agreement.auc_b
        return Verdict.HEALTHY if lost <= MOST_AUC_LOST else Verdict.DRIFTS
    return Verdict.HEALTHY if agreement.mean_iou >= _LEAST_CLOSED_IOU else Verdict.DRIFTS


def blamed_layers(ladders: Sequence[LadderResult]) -> tuple[LayerError, ...]:
    """Layers that count, worst first: by their effect alone on the outputs, then by their own error."""
    counting = [layer for ladder in ladders for layer in ladder.layers if layer.left_out is None]

    def badness(layer: LayerError) -> tuple[int, float]:
        if layer.effect is not None:
            return 0, -layer.effect.relative_l2
        return 1, -(layer.single.relative_l2 or 0.0)

    return tuple(sorted(counting, key=badness))


def culprits(blamed: Sequence[LayerError], network: str, count: int) -> tuple[str, ...]:
    """Names of the worst layers with weights of one network."""
    found = [
        each.name
        for each in blamed
        if each.network == network
        and each.weight_sqnr_db is not None
        and each.effect is not None
        and each.effect.relative_l2 >= _LEAST_EFFECT
    ]
    return tuple(found[:count])


def why(layer: LayerError, form: Format | None = None) -> Text:
    """What is wrong with one layer."""
    facts = {"layer": layer.name, "network": layer.network}
    if (layer.channels_lost or 0.0) >= _MANY_LOST:
        share = 100 * (layer.channels_lost or 0.0)
        if form is None or form.scales == "tensor":
            return Text(
                "{share:.0f} % of the channels of {layer} ({network}) become zero: "
                "one scale for all channels is set by the largest",
                share=share,
                **facts,
            )
        return Text("{share:.0f} % of the channels of {layer} ({network}) become zero", share=share, **facts)
    if layer.weight_sqnr_db is not None and layer.weight_sqnr_db < _POOR_SQNR_DB:
        return Text(
            "the weights of {layer} ({network}) keep only {db:.1f} dB between signal and noise",
            db=layer.weight_sqnr_db,
            **facts,
        )
    if (layer.accumulated.saturated or 0.0) > _MUCH_SATURATED:
        share = 100 * (layer.accumulated.saturated or 0.0)
        return Text(
            "{share:.1f} % of the values of {layer} ({network}) lie beyond the range it was calibrated for",
            share=share,
            **facts,
        )
    share = 100 * (layer.single.relative_l2 or 0.0)
    return Text(
        "{layer} ({network}) is off by {share:.0f} % of its own values although its inputs are right",
        share=share,
        **facts,
    )


def reason_of(
    verdict: Verdict,
    agreement: Agreement,
    blamed: Sequence[LayerError],
    forms: Mapping[str, Format],
) -> Text:
    """The whole in one sentence."""
    share = 100 * agreement.forced_share
    if verdict is Verdict.HEALTHY:
        return Text(
            "Nothing to blame: on the same crops both agree in {share:.0f} % of the frames",
            share=share,
        )
    if verdict is Verdict.UNCLEAR:
        return Text(
            "The float tracker itself does not hold the target, so this clip says little about quantisation"
        )
    worst = next((each for each in blamed if each.effect is not None), None)
    if worst is None:
        return Text("They differ in {share:.0f} % of the frames, and no layer stands out", share=100 - share)
    because = why(worst, forms.get(worst.network))
    if verdict is Verdict.DRIFTS:
        return Text(
            "On the same crops both agree in {share:.0f} % of the frames, but small differences add up. "
            "Largest: {because}",
            share=share,
            because=because,
        )
    return Text(
        "On the same crops both agree in only {share:.0f} % of the frames. Worst layer: {because}",
        share=share,
        because=because,
    )
