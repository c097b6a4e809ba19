//! The development server: shows the site in the output folder, and has open pages follow what is built.
//!
//! In: the output folder and what the last build found, through [`State`]; what changes in the report's folder, through
//! [`Watcher`]. Out: answers to browsers. Entry: [`Server::bind`], [`Server::start`], [`Watcher::wait`].
//!
//! A page is served with one script more than it has on the disk (`html`): `client.js` holds a stream of events open
//! (`events`), in which the server says what the page looks like now and which errors the last build had. The client compares
//! and loads the page again, changes its style sheets, or shows the errors over it. Nothing is remembered about a client, so a
//! server that was started anew and a page that was asleep need no special case.
//!
//! Trusted is nobody but the user: `request` takes GET and HEAD of bounded size from hosts the server was started for
//! (`hosts`), `address` and `files` give files below the output folder only, `connection` bounds time and number.
//!
//! Left out: building and printing. `commands` does both.

mod address;
mod answer;
mod changes;
mod client;
mod connection;
mod events;
mod faults;
mod files;
mod hosts;
mod html;
mod request;
mod server;
mod state;
mod tags;
mod watch;

pub use changes::Places;
pub use faults::Faults;
pub use server::{Bound, Server};
pub use state::State;
pub use watch::{Happening, Message, Watcher};
