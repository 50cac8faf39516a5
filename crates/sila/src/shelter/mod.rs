//! Shelter: homes with their rooms and beds, who holds or has a place in them, and what frees when.
//!
//! A bed is in one of four states, which follow from two columns: free, held, occupied, out of use. [`homes`] keeps what
//! there is, [`stays`] who has it, [`board`] shows both, [`asking`] asks partners and
//! answers them, [`danger`] whether somebody to be feared is there, [`escorts`] who brings them to the door, [`waiting`] keeps the line of those who wait. Whom a room takes and which place is proposed first is decided by
//! answers them, [`danger`] whether somebody to be feared is there, [`unwanted`] what places people did not want, [`waiting`] keeps the line of those who wait. Whom a room takes and which place is proposed first is decided by
//! [`sila_core::shelter`]. The address of a home is sealed apart and read by its supervisors alone; every reading is written down.

pub mod asking;
pub mod board;
pub mod danger;
pub mod escorts;
pub mod homes;
pub mod shifts;
pub mod stays;
#[cfg(test)]
pub(crate) mod tests;
pub mod unwanted;
pub mod waiting;

use crate::accounts::Permission;
use crate::ask::Routes;

/// The routes of shelter.
pub fn routes(r: &mut Routes) {
    let (read, place, keep) =
        (Permission::ShelterRead, Permission::ShelterPlace, Permission::ShelterKeep);
    r.get("/{lang}/shelter/waiting", read, waiting::list::page);
    r.post("/{lang}/shelter/waiting/cases/{case}", place, waiting::add::case);
    r.post("/{lang}/shelter/waiting/referrals/{id}", place, waiting::add::referral);
    r.post("/{lang}/shelter/waiting/{id}/end", place, waiting::end::create);
    r.get("/{lang}/shelter/history", read, waiting::history::page);
    let ask = Permission::ReferralOffer;
    r.get("/{lang}/cases/{id}/place", ask, asking::ask::page);
    r.post("/{lang}/cases/{id}/place", ask, asking::ask::create);
    r.post("/{lang}/cases/{id}/place/asked", ask, unwanted::case_asked);
    r.get("/{lang}/shelter/questions/{id}", ask, asking::show::page);
    r.post("/{lang}/shelter/questions/{id}/unwanted", ask, unwanted::of_partner);
    r.post("/{lang}/shelter/questions/{id}/asked", ask, unwanted::partner_asked);
    r.post("/{lang}/shelter/questions/{id}/end", ask, asking::show::close);
    r.get("/{lang}/shelter", read, board::page);
    r.post("/{lang}/shelter/dangers/{id}/spoken", keep, danger::calls::create);
    r.get("/{lang}/shelter/homes/new", keep, homes::form::new);
    r.post("/{lang}/shelter/homes", keep, homes::form::create);
    r.get("/{lang}/shelter/homes/{id}", read, homes::show::page);
    r.post("/{lang}/shelter/homes/{id}/address", keep, homes::address::show);
    r.post("/{lang}/shelter/homes/{id}/rooms", keep, homes::rooms::create);
    r.post("/{lang}/shelter/rooms/{id}/confirmation", place, homes::rooms::confirm);
    r.post("/{lang}/shelter/beds/{id}/use", place, homes::rooms::set_use);
    r.get("/{lang}/shelter/place/{case}", place, stays::place::page);
    r.post("/{lang}/shelter/place/{case}", place, stays::place::create);
    r.post("/{lang}/shelter/place/{case}/unwanted", place, unwanted::of_home);
    r.post("/{lang}/shelter/place/{case}/asked", place, unwanted::home_asked);
    r.get("/{lang}/shelter/stays/{id}", read, stays::show::page);
    r.post("/{lang}/shelter/stays/{id}/extension", place, stays::hold::extend);
    r.post("/{lang}/shelter/stays/{id}/release", place, stays::hold::release);
    r.post("/{lang}/shelter/stays/{id}/blind", place, stays::blind::create);
    r.post("/{lang}/shelter/stays/{id}/gates", place, stays::gates::create);
    r.post("/{lang}/shelter/stays/{id}/admission", place, stays::moves::admit);
    r.get("/{lang}/shelter/stays/{id}/admission", read, stays::show::page);
    r.post("/{lang}/shelter/stays/{id}/leave", place, stays::moves::leave);
    r.post("/{lang}/shelter/stays/{id}/return", place, stays::moves::come_back);
    r.post("/{lang}/shelter/stays/{id}/transfer", place, stays::moves::transfer);
    r.post("/{lang}/shelter/stays/{id}/exit", place, stays::moves::exit);
    r.post("/{lang}/shelter/stays/{id}/prolongation", place, stays::moves::prolong);
    r.post("/{lang}/shelter/stays/{id}/look-after", place, stays::moves::look_after);
    escorts::routes(r);
    shifts::routes(r);
}
