//! Known numbers through the room.
