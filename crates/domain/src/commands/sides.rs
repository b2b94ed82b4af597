//! On which side participants stand, where the agreement tells it.

use super::work::Work;
use crate::{
    Agreement, AgreementId, Organization, Participant, ProvinceId, merged::standing, noun::NounId,
    problem::ViewFault, view::View,
};

/// Fills in the side of each participant that has none: that of its province among the parties to
/// the agreement, unless these have it on several sides.
pub(super) fn fill<V: View>(
    work: &Work<'_, V>,
    agreement: Option<AgreementId>,
    participants: &mut [Participant],
) -> Result<(), ViewFault> {
    let Some(agreement) = agreement else { return Ok(()) };
    let Some(agreement) = work.peek::<Agreement>(agreement)? else { return Ok(()) };
    for participant in participants.iter_mut().filter(|it| it.side.is_none()) {
        let of_organization = match (participant.province, participant.organization) {
            (None, Some(id)) => work.peek::<Organization>(id)?.map(|it| it.province),
            _ => None,
        };
        let province = match participant.province.or(of_organization) {
            Some(id) => Some(ProvinceId::from_number(standing(work.view(), id.record())?.number)),
            None => None,
        };
        participant.side = province.and_then(|province| side_of(&agreement, province));
    }
    Ok(())
}

fn side_of(agreement: &Agreement, province: ProvinceId) -> Option<String> {
    let of_province = agreement.parties.iter().filter(|party| party.province == Some(province));
    let mut sides = of_province.filter_map(|party| party.side.as_ref());
    let side = sides.next()?;
    sides.all(|other| other == side).then(|| side.clone())
}
