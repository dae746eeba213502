// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "domain/permission.hpp"

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "tests/unit/domain/permission_table.hpp"

namespace holdfast::domain {
namespace {

struct Asked {
  Action action;
  bool author{false};
  Level escalation{Level::Imminent};
};

const std::map<std::string, Asked> kAsked{
    {"read", {Action::ReadConversation}},
    {"write", {Action::WriteConversation}},
    {"typing", {Action::SetTyping}},
    {"cursor", {Action::MoveCursor}},
    {"erase_own", {Action::EraseOwnMessage, true}},
    {"erase_others_as_own", {Action::EraseOwnMessage, false}},
    {"erase_any", {Action::EraseAnyMessage}},
    {"end", {Action::EndConversation}},
    {"add", {Action::AddMember}},
    {"remove", {Action::RemoveMember}},
    {"leave", {Action::LeaveConversation}},
    {"ask_lead", {Action::AskLead}},
    {"observe", {Action::ObserveConversation}},
    {"work_high", {Action::WorkEscalation, false, Level::High}},
    {"work_imminent", {Action::WorkEscalation}},
    {"dismiss_high", {Action::DismissHigh, false, Level::High}},
    {"dismiss_imminent", {Action::DismissHigh}},
    {"create_group", {Action::CreateGroup}},
    {"ask_for_help", {Action::AskForHelp}},
    {"see_queue", {Action::SeeQueue}},
    {"take_request", {Action::TakeRequest}},
    {"set_on_call", {Action::SetOnCall}},
    {"see_escalations", {Action::SeeEscalations}},
    {"set_line", {Action::SetLine}},
    {"invite_person", {Action::InvitePerson}},
    {"manage_organisation", {Action::ManageOrganisation}},
};

const std::map<std::string, ConversationKind> kKinds{{"support", ConversationKind::Support},
                                                     {"direct", ConversationKind::Direct},
                                                     {"group", ConversationKind::Group},
                                                     {"staff", ConversationKind::Staff},
                                                     {"board", ConversationKind::Board}};
constexpr int kRoles = 5;  // none and the four
constexpr int kSeats = 7;

Standing standing(OrgRoles roles, int seat, const Asked& asked) {
  return {.roles = roles,
          .same_organisation = true,
          .in_conversation = static_cast<ConvRole>(seat),
          .author_of_object = asked.author,
          .escalation = asked.escalation};
}

OrgRoles single(int role) {
  return role == 0 ? OrgRoles{} : OrgRoles{}.add(static_cast<OrgRole>(role - 1));
}

char cell(const Standing& actor, Action action, ConversationKind kind) {
  const Result<void> allowed = allow(actor, action, kind);
  if (allowed) return 'y';
  return allowed.error().code == Code::NotFound ? '.' : '-';
}

struct Line {
  ConversationKind kind;
  std::string action;
  std::vector<std::string> cells;  // by role
};

std::vector<Line> lines() {
  std::vector<Line> all;
  std::istringstream text{kConversationCells};
  auto kind = ConversationKind::Support;
  for (std::string line; std::getline(text, line);) {
    std::istringstream words{line};
    std::string first;
    if (!(words >> first)) continue;
    if (const auto found = kKinds.find(first); found != kKinds.end()) {
      kind = found->second;
      continue;
    }
    Line row{kind, first, {}};
    for (std::string group; words >> group;) row.cells.push_back(group);
    all.push_back(row);
  }
  return all;
}

TEST(Permission, every_cell_is_as_written) {
  for (const Line& line : lines()) {
    const Asked& asked = kAsked.at(line.action);
    ASSERT_EQ(line.cells.size(), static_cast<std::size_t>(kRoles)) << line.action;
    for (int role = 0; role < kRoles; ++role) {
      std::string got;
      for (int seat = 0; seat < kSeats; ++seat)
        got += cell(standing(single(role), seat, asked), asked.action, line.kind);
      EXPECT_EQ(got, line.cells.at(static_cast<std::size_t>(role)))
          << line.action << " in kind " << static_cast<int>(line.kind) << " as role " << role;
    }
  }
}

TEST(Permission, what_is_on_the_organisation_does_not_depend_on_seat_or_kind) {
  std::istringstream text{kOrganisationCells};
  std::string action;
  std::string want;
  while (text >> action >> want) {
    for (const auto& [name, kind] : kKinds) {
      for (int seat = 0; seat < kSeats; ++seat) {
        std::string got;
        for (int role = 0; role < kRoles; ++role) {
          got += cell(standing(single(role), seat, kAsked.at(action)), kAsked.at(action).action, kind);
        }
        EXPECT_EQ(got, want) << action << " in " << name << " on seat " << seat;
      }
    }
  }
}

TEST(Permission, no_action_is_left_out_of_the_tables) {
  std::set<Action> written;
  for (const Line& line : lines()) written.insert(kAsked.at(line.action).action);
  EXPECT_EQ(lines().size(), 17U * kKinds.size());
  std::istringstream text{kOrganisationCells};
  for (std::string action, cells; text >> action >> cells;) written.insert(kAsked.at(action).action);
  EXPECT_EQ(written.size(), static_cast<std::size_t>(Action::kCount));
}

TEST(Permission, another_organisation_is_not_known_to_exist) {
  for (const auto& [name, asked] : kAsked) {
    for (const auto& [of, kind] : kKinds) {
      for (int seat = 0; seat < kSeats; ++seat) {
        Standing actor = standing(OrgRoles{0b1111}, seat, asked);
        actor.same_organisation = false;
        EXPECT_EQ(cell(actor, asked.action, kind), '.') << name << " in " << of;
      }
    }
  }
}

// y before - before .: several roles give what the best of them gives and nothing more.
TEST(Permission, several_roles_add_up_and_never_multiply) {
  const std::string order = ".-y";
  for (const auto& [name, asked] : kAsked) {
    for (const auto& [of, kind] : kKinds) {
      for (int seat = 0; seat < kSeats; ++seat) {
        for (unsigned bits = 0; bits < 16; ++bits) {
          char best = cell(standing(OrgRoles{}, seat, asked), asked.action, kind);
          for (unsigned role = 0; role < 4; ++role) {
            if (((bits >> role) & 1U) == 0) continue;
            const OrgRoles one{static_cast<std::uint8_t>(1U << role)};
            const char alone = cell(standing(one, seat, asked), asked.action, kind);
            if (order.find(alone) > order.find(best)) best = alone;
          }
          const OrgRoles all{static_cast<std::uint8_t>(bits)};
          EXPECT_EQ(cell(standing(all, seat, asked), asked.action, kind), best)
              << name << " in " << of << " on seat " << seat << " with roles " << bits;
        }
      }
    }
  }
}

}  // namespace
}  // namespace holdfast::domain
