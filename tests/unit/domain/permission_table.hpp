// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

namespace holdfast::domain {

/// Who may do what to a conversation, every cell written out and kept by hand. One block a kind of
/// conversation, one line an action; on it five groups, one a role in the organisation: none, seeker,
/// supporter, supervisor, administrator; in each group seven cells, one a seat in the conversation: None,
/// Seeker, Owner, Participant, Facilitator, Listener, Observer. y: may. -: Forbidden. .: NotFound, not even
/// its existence is theirs to know.
inline constexpr const char* kConversationCells = R"(
support
  read                .yyyyyy  .yyyyyy  .yyyyyy  .yyyyyy  .yyyyyy
  write               .y-----  .y-----  .yy----  .yyy---  .y-----
  typing              .y-----  .y-----  .yy----  .yyy---  .y-----
  cursor              .yyyyy-  .yyyyy-  .yyyyy-  .yyyyy-  .yyyyy-
  erase_own           .y-----  .y-----  .y-----  .yyyyyy  .y-----
  erase_others_as_own .------  .------  .------  .------  .------
  erase_any           .------  .------  .------  .-yyyyy  .------
  end                 .y-----  .y-----  .yy----  .yyy---  .y-----
  add                 .------  .------  .------  .-yyyyy  .------
  remove              .------  .------  .------  .------  .------
  leave               .yyyyyy  .yyyyyy  .yyyyyy  .yyyyyy  .yyyyyy
  ask_lead            .------  .------  .-yyy-y  .-yyy-y  .------
  observe             .------  .------  .------  y-yyyyy  .------
  work_high           .------  .------  .-y----  y-yyyyy  .------
  work_imminent       .------  .------  .------  y-yyyyy  .------
  dismiss_high        .------  .------  .-y----  y-yyyyy  .------
  dismiss_imminent    .------  .------  .------  -------  .------

direct
  read                .yyyyyy  .yyyyyy  .yyyyyy  .yyyyyy  .yyyyyy
  write               .--y---  .--y---  .--y---  .--y---  .--y---
  typing              .--y---  .--y---  .--y---  .--y---  .--y---
  cursor              .yyyyy-  .yyyyy-  .yyyyy-  .yyyyy-  .yyyyy-
  erase_own           yyyyyyy  yyyyyyy  yyyyyyy  yyyyyyy  yyyyyyy
  erase_others_as_own .------  .------  .------  .------  .------
  erase_any           .------  .------  .------  .-yyyyy  .------
  end                 .--y---  .--y---  .--y---  .-yyyyy  .--y---
  add                 .------  .------  .------  .------  .------
  remove              .------  .------  .------  .------  .------
  leave               .yyyyyy  .yyyyyy  .yyyyyy  .yyyyyy  .yyyyyy
  ask_lead            .------  .------  .-yyy-y  .-yyy-y  .------
  observe             .------  .------  .------  y-yyyyy  .------
  work_high           .------  .------  .-y----  y-yyyyy  .------
  work_imminent       .------  .------  .------  y-yyyyy  .------
  dismiss_high        .------  .------  .-y----  y-yyyyy  .------
  dismiss_imminent    .------  .------  .------  -------  .------

group
  read                .yyyyyy  .yyyyyy  .yyyyyy  .yyyyyy  .yyyyyy
  write               .--yy--  .--yy--  .--yy--  .--yy--  .--yy--
  typing              .--yy--  .--yy--  .--yy--  .--yy--  .--yy--
  cursor              .yyyyy-  .yyyyy-  .yyyyy-  .yyyyy-  .yyyyy-
  erase_own           yyyyyyy  yyyyyyy  yyyyyyy  yyyyyyy  yyyyyyy
  erase_others_as_own .------  .------  .------  .------  .------
  erase_any           .---y--  .---y--  .---y--  .-yyyyy  .---y--
  end                 .---y--  .---y--  .---y--  .-yyyyy  .---y--
  add                 .---y--  .---y--  .---y--  .-yyyyy  .---y--
  remove              .---y--  .---y--  .---y--  .-yyyyy  .---y--
  leave               .yyyyyy  .yyyyyy  .yyyyyy  .yyyyyy  .yyyyyy
  ask_lead            .------  .------  .-yyy-y  .-yyy-y  .------
  observe             .------  .------  .------  y-yyyyy  .------
  work_high           .------  .------  .-y----  y-yyyyy  .------
  work_imminent       .------  .------  .------  y-yyyyy  .------
  dismiss_high        .------  .------  .-y----  y-yyyyy  .------
  dismiss_imminent    .------  .------  .------  -------  .------

staff
  read                .......  .......  ..yyyyy  ..yyyyy  .......
  write               .......  .......  ..yyy-y  ..yyy-y  .......
  typing              .......  .......  ..yyy-y  ..yyy-y  .......
  cursor              .......  .......  ..yyyyy  ..yyyyy  .......
  erase_own           .......  .......  ..-----  ..-----  .......
  erase_others_as_own .......  .......  ..-----  ..-----  .......
  erase_any           .......  .......  ..-----  ..-----  .......
  end                 .......  .......  ..-----  ..-----  .......
  add                 .......  .......  ..-----  ..-----  .......
  remove              .......  .......  ..-----  ..-----  .......
  leave               .......  .......  ..-yyyy  ..-yyyy  .......
  ask_lead            .......  .......  ..-----  ..-----  .......
  observe             .......  .......  ..-----  -.-----  .......
  work_high           .......  .......  ..y----  y.yyyyy  .......
  work_imminent       .......  .......  ..-----  y.yyyyy  .......
  dismiss_high        .......  .......  ..y----  y.yyyyy  .......
  dismiss_imminent    .......  .......  ..-----  -.-----  .......

board
  read                .......  .......  y.yyyyy  y.yyyyy  .......
  write               .......  .......  -.-----  -.-----  .......
  typing              .......  .......  -.-----  -.-----  .......
  cursor              .......  .......  y.yyyyy  y.yyyyy  .......
  erase_own           .......  .......  -.-----  -.-----  .......
  erase_others_as_own .......  .......  -.-----  -.-----  .......
  erase_any           .......  .......  -.-----  -.-----  .......
  end                 .......  .......  -.-----  -.-----  .......
  add                 .......  .......  -.-----  -.-----  .......
  remove              .......  .......  -.-----  -.-----  .......
  leave               .......  .......  -.-----  -.-----  .......
  ask_lead            .......  .......  -.-----  -.-----  .......
  observe             .......  .......  -.-----  -.-----  .......
  work_high           .......  .......  -.y----  y.yyyyy  .......
  work_imminent       .......  .......  -.-----  y.yyyyy  .......
  dismiss_high        .......  .......  -.y----  y.yyyyy  .......
  dismiss_imminent    .......  .......  -.-----  -.-----  .......
)";

/// On the organisation, whatever the seat. none, seeker, supporter, supervisor, administrator.
inline constexpr const char* kOrganisationCells = R"(
create_group         --yy-
ask_for_help         -y---
see_queue            --yy-
take_request         --yy-
set_on_call          --yy-
see_escalations      ---y-
set_line             ---y-
invite_person        ----y
manage_organisation  ----y
)";

}  // namespace holdfast::domain
