// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "domain/post.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "domain/limits.hpp"

namespace holdfast::domain {
namespace {

using namespace std::chrono_literals;

const Instant kNow = instant_of(1'767'643'200'000'000);

struct FactsOf {
  PostFacts facts;
  FactsOf(ConversationKind kind, ConvRole seat, OrgRoles roles = {}) {
    facts.conversation.kind = kind;
    facts.conversation.state = ConversationState::Held;
    facts.author.role = seat;
    facts.roles = roles;
  }
  FactsOf& ended() {
    facts.conversation.state = ConversationState::Ended;
    return *this;
  }
  FactsOf& muted_until(Instant at) {
    facts.author.muted_until = at;
    return *this;
  }
  FactsOf& known(Level level, Kinds kinds) {
    facts.conversation.level = level;
    facts.conversation.kinds = kinds;
    return *this;
  }
  operator PostFacts() const { return facts; }  // NOLINT(google-explicit-constructor): a builder's last step
};

const OrgRoles kSeeker = OrgRoles{}.add(OrgRole::Seeker);
const OrgRoles kSupporter = OrgRoles{}.add(OrgRole::Supporter);
const OrgRoles kSupervisor = OrgRoles{}.add(OrgRole::Supervisor);

FactsOf seeker() {
  return {ConversationKind::Support, ConvRole::Seeker, kSeeker};
}
FactsOf owner() {
  return {ConversationKind::Support, ConvRole::Owner, kSupporter};
}
FactsOf in_group(OrgRoles roles = kSeeker) {
  return {ConversationKind::Group, ConvRole::Participant, roles};
}

struct MayPost {
  const char* name;
  PostFacts facts;
  std::size_t bytes;
  std::optional<Code> want;
};

class MayPostTest : public testing::TestWithParam<MayPost> {};
TEST_P(MayPostTest, gives) {
  const Result<void> got = may_post(GetParam().facts, GetParam().bytes, kNow);
  EXPECT_EQ(got ? std::nullopt : std::optional{got.error().code}, GetParam().want);
}

constexpr auto kMost = limits::kMessageText;

INSTANTIATE_TEST_SUITE_P(
    Rules, MayPostTest,
    testing::Values(
        MayPost{"seeker", seeker(), 1, std::nullopt}, MayPost{"owner", owner(), 1, std::nullopt},
        MayPost{"longest", seeker(), kMost, std::nullopt},
        MayPost{"one_byte_over", seeker(), kMost + 1, Code::TooLarge},
        MayPost{"empty", seeker(), 0, Code::Invalid},
        MayPost{"not_a_member", FactsOf{ConversationKind::Support, ConvRole::None, kSupporter}, 1,
                Code::NotFound},
        MayPost{"not_a_member_of_what_has_ended",
                FactsOf{ConversationKind::Support, ConvRole::None, kSupporter}.ended(), 1, Code::NotFound},
        MayPost{"ended", seeker().ended(), 1, Code::Ended},
        MayPost{"ended_shown_before_muted", seeker().ended().muted_until(kNow + 1h), 1, Code::Ended},
        MayPost{"mute_ends_exactly_now", in_group().muted_until(kNow), 1, std::nullopt},
        MayPost{"muted_one_microsecond_longer", in_group().muted_until(kNow + 1us), 1, Code::Muted},
        MayPost{"muted_shown_before_too_large", in_group().muted_until(kNow + 1h), kMost + 1, Code::Muted},
        MayPost{"listener", FactsOf{ConversationKind::Group, ConvRole::Listener, kSeeker}, 1,
                Code::Forbidden},
        MayPost{"reader_along", FactsOf{ConversationKind::Support, ConvRole::Observer, kSupervisor}, 1,
                Code::Forbidden},
        MayPost{"reader_along_whispers", FactsOf{ConversationKind::Staff, ConvRole::Observer, kSupervisor}, 1,
                std::nullopt},
        MayPost{"second_supporter", FactsOf{ConversationKind::Support, ConvRole::Participant, kSupporter}, 1,
                Code::Forbidden},
        MayPost{"lead_who_joined", FactsOf{ConversationKind::Support, ConvRole::Participant, kSupervisor}, 1,
                std::nullopt},
        MayPost{"on_the_board", FactsOf{ConversationKind::Board, ConvRole::None, kSupervisor}, 1,
                Code::NotFound}),
    [](const auto& row) { return std::string{row.param.name}; });

TEST(MayPost, muted_person_learns_when_they_may_write_again) {
  EXPECT_EQ(may_post(in_group().muted_until(kNow + 90s), 1, kNow).error().retry_after, 90s);
  EXPECT_EQ(may_post(in_group().muted_until(kNow + 1us), 1, kNow).error().retry_after, 1ms)
      << "rounded up, never zero";
}

struct Effects {
  const char* name;
  Level level;
  Kinds kinds;
  PostFacts facts;
  PostEffects want;
};

class EffectsOf : public testing::TestWithParam<Effects> {};
TEST_P(EffectsOf, are) {
  Verdict verdict;
  verdict.level = GetParam().level;
  verdict.kinds = GetParam().kinds;
  const PostEffects got = effects_of(verdict, GetParam().facts);
  EXPECT_EQ(got.store_flag, GetParam().want.store_flag);
  EXPECT_EQ(got.raise_conversation, GetParam().want.raise_conversation);
  EXPECT_EQ(got.escalate, GetParam().want.escalate);
  EXPECT_EQ(got.private_to_staff, GetParam().want.private_to_staff);
}

const Kinds kSuicide = Kinds{}.add(Kind::Suicide);
const Kinds kRelapse = Kinds{}.add(Kind::Relapse);
constexpr PostEffects kNothing{};
constexpr PostEffects kFlagOnly{.store_flag = true};
constexpr PostEffects kHint{.store_flag = true, .raise_conversation = true};
constexpr PostEffects kAlarm{.store_flag = true, .raise_conversation = true, .escalate = true};
constexpr PostEffects kLinked{.store_flag = true, .escalate = true};
constexpr PostEffects kPrivately{.store_flag = true, .private_to_staff = true};

FactsOf helper_as_seeker() {
  return {ConversationKind::Support, ConvRole::Seeker, OrgRoles{kSeeker}.add(OrgRole::Supporter)};
}
FactsOf whisper() {
  return {ConversationKind::Staff, ConvRole::Owner, kSupporter};
}

INSTANTIATE_TEST_SUITE_P(
    Rules, EffectsOf,
    testing::Values(
        Effects{"ordinary_words", Level::None, {}, seeker(), kNothing},
        Effects{"watch_sets_the_hint", Level::Watch, kRelapse, seeker(), kHint},
        Effects{"watch_again_is_stored_only", Level::Watch, kRelapse, seeker().known(Level::Watch, kRelapse),
                kFlagOnly},
        Effects{"watch_after_high_lowers_nothing", Level::Watch, kRelapse,
                seeker().known(Level::High, kRelapse), kFlagOnly},
        Effects{"watch_of_a_new_kind_after_high", Level::Watch, kRelapse,
                seeker().known(Level::High, kSuicide), kHint},
        Effects{"high", Level::High, kSuicide, seeker(), kAlarm},
        Effects{"high_again_is_linked", Level::High, kSuicide, seeker().known(Level::High, kSuicide),
                kLinked},
        Effects{"high_after_imminent_is_linked", Level::High, kSuicide,
                seeker().known(Level::Imminent, kSuicide), kLinked},
        Effects{"imminent_after_high", Level::Imminent, kSuicide, seeker().known(Level::High, kSuicide),
                kAlarm},
        Effects{"high_in_a_group", Level::High, kSuicide, in_group(), kAlarm},
        Effects{"high_between_two", Level::High, kSuicide,
                FactsOf{ConversationKind::Direct, ConvRole::Participant, kSeeker}, kAlarm},
        Effects{"supporter_at_watch", Level::Watch, kRelapse, owner(), kNothing},
        Effects{"supporter_discloses", Level::High, kSuicide, owner(), kPrivately},
        Effects{"supporter_discloses_imminent", Level::Imminent, kSuicide, owner(), kPrivately},
        Effects{"supporter_discloses_in_a_group", Level::High, kSuicide, in_group(kSupporter), kPrivately},
        Effects{"lead_who_joined_discloses", Level::High, kSuicide,
                FactsOf{ConversationKind::Support, ConvRole::Participant, kSupervisor}, kPrivately},
        Effects{"helper_who_asks_for_help_is_a_seeker", Level::High, kSuicide, helper_as_seeker(), kAlarm},
        Effects{"whisper_quotes_the_seeker", Level::Imminent, kSuicide, whisper(), kNothing}),
    [](const auto& row) { return std::string{row.param.name}; });

}  // namespace
}  // namespace holdfast::domain
