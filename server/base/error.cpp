// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "base/error.hpp"

namespace holdfast {

std::string_view name_of(Code code) noexcept {
  switch (code) {
    case Code::Malformed: return "malformed";
    case Code::Invalid: return "invalid";
    case Code::TooLarge: return "too_large";
    case Code::Unsupported: return "unsupported";
    case Code::NotFound: return "not_found";
    case Code::Forbidden: return "forbidden";
    case Code::Unauthenticated: return "unauthenticated";
    case Code::OtherBody: return "other_body";
    case Code::AlreadyDone: return "already_done";
    case Code::Ended: return "ended";
    case Code::Muted: return "muted";
    case Code::CursorAhead: return "cursor_ahead";
    case Code::EpochChanged: return "epoch_changed";
    case Code::LineClosed: return "line_closed";
    case Code::NoticeNotShown: return "notice_not_shown";
    case Code::UnderAge: return "under_age";
    case Code::OutcomeMissing: return "outcome_missing";
    case Code::RateLimited: return "rate_limited";
    case Code::Busy: return "busy";
    case Code::Unavailable: return "unavailable";
    case Code::Conflict: return "conflict";
    case Code::Draining: return "draining";
    case Code::DeadlineExceeded: return "deadline_exceeded";
    case Code::Internal: return "internal";
  }
  return "internal";
}

std::string_view sentence_of(Code code) noexcept {
  switch (code) {
    case Code::Malformed: return "These bytes are not a frame of the agreed subprotocol.";
    case Code::Invalid: return "A field is missing, out of range or contradicts another.";
    case Code::TooLarge: return "This is larger than the server accepts.";
    case Code::Unsupported: return "The server does not know this request or version.";
    case Code::NotFound: return "There is no such thing, or none that you may know of.";
    case Code::Forbidden: return "You may not do this.";
    case Code::Unauthenticated: return "Sign in again: the token is missing, unknown, expired or revoked.";
    case Code::OtherBody: return "This client message id was already used with another text.";
    case Code::AlreadyDone: return "Someone else was first.";
    case Code::Ended: return "This conversation has ended.";
    case Code::Muted: return "You can write here again later.";
    case Code::CursorAhead: return "This cursor is ahead of the server.";
    case Code::EpochChanged: return "The store was restored: read again from the stated range.";
    case Code::LineClosed: return "The line is not taking new conversations now; other help is listed.";
    case Code::NoticeNotShown: return "Show the arrival notice first and send its version.";
    case Code::UnderAge: return "Someone this young is handed to a line made for them.";
    case Code::OutcomeMissing: return "An outcome is needed before this can close.";
    case Code::RateLimited: return "Too many in a short time; wait and send again.";
    case Code::Busy: return "The server is busy; wait and send again.";
    case Code::Unavailable:
      return "Nothing can be stored right now; the same message can safely be sent again.";
    case Code::Conflict: return "The facts changed meanwhile.";
    case Code::Draining: return "This server is restarting; connect again.";
    case Code::DeadlineExceeded:
      return "The answer took too long; the same message can safely be sent again.";
    case Code::Internal: return "Something went wrong on the server, and it was counted.";
  }
  return "Something went wrong on the server, and it was counted.";
}

}  // namespace holdfast
