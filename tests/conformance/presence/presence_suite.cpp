// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "conformance/presence/presence_suite.hpp"

#include <gmock/gmock.h>

#include "domain/limits.hpp"
#include "support/run.hpp"

namespace holdfast::tests {

/// A binary may link the suite for another implementation only.
GTEST_ALLOW_UNINSTANTIATED_PARAMETERIZED_TEST(PresenceSuite);

namespace {

using presence::Leaving;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

constexpr OrganisationId kLine{3};
constexpr PersonId kSeeker{1};
constexpr PersonId kSupporter{2};
constexpr PersonId kSupervisor{4};
constexpr SessionId kPhone{10};
constexpr SessionId kLaptop{11};
const domain::OrgRoles kSeekerRole = domain::OrgRoles{}.add(domain::OrgRole::Seeker);
const domain::OrgRoles kSupporterRole = domain::OrgRoles{}.add(domain::OrgRole::Supporter);
const domain::OrgRoles kSupervisorRole = domain::OrgRoles{}.add(domain::OrgRole::Supervisor);
constexpr Duration kTick{1};

struct Here {
  explicit Here(const PresenceMaker& maker) : part{maker.make()} {}
  presence::Presence& presence() { return part->presence(); }
  domain::Presence look(PersonId person) {
    std::vector<PersonId> people{person};
    auto found = runner.run(presence().look(people));
    return found.value().at(0);
  }
  std::vector<PersonId> reachable(domain::OrgRole role, OrganisationId line = kLine) {
    return runner.run(presence().reachable(line, role)).value();
  }
  void wait(Duration time) {
    part->clock().advance(time);
    part->tick();
  }
  std::unique_ptr<PresenceUnderTest> part;
  Runner runner;
};

TEST_P(PresenceSuite, arriving_is_told_once_however_many_sessions) {
  Here here{GetParam()};
  here.presence().arrived(kLine, kSeeker, kSeekerRole, kPhone);
  here.presence().arrived(kLine, kSeeker, kSeekerRole, kLaptop);
  ASSERT_EQ(here.part->told().size(), 1U);
  EXPECT_EQ(here.part->told()[0].person, kSeeker);
  EXPECT_TRUE(here.part->told()[0].connected);
  EXPECT_TRUE(here.look(kSeeker).connected);
  EXPECT_FALSE(here.look(kSupporter).connected) << "someone unknown is not here";
}

TEST_P(PresenceSuite, signing_out_of_the_last_session_ends_presence_at_once) {
  Here here{GetParam()};
  here.presence().arrived(kLine, kSeeker, kSeekerRole, kPhone);
  here.presence().arrived(kLine, kSeeker, kSeekerRole, kLaptop);
  here.presence().left(kSeeker, kPhone, Leaving::SignedOut);
  EXPECT_TRUE(here.look(kSeeker).connected);
  here.presence().left(kSeeker, kLaptop, Leaving::SignedOut);
  EXPECT_FALSE(here.look(kSeeker).connected);
  ASSERT_EQ(here.part->told().size(), 2U);
  EXPECT_FALSE(here.part->told()[1].connected);
}

TEST_P(PresenceSuite, a_dropped_session_keeps_the_lease_until_it_ends) {
  Here here{GetParam()};
  here.presence().arrived(kLine, kSeeker, kSeekerRole, kPhone);
  here.presence().left(kSeeker, kPhone, Leaving::Dropped);
  here.wait(limits::kPresenceLease - kTick);
  EXPECT_TRUE(here.look(kSeeker).connected);
  EXPECT_EQ(here.part->told().size(), 1U);
  here.wait(kTick);
  EXPECT_FALSE(here.look(kSeeker).connected);
  EXPECT_EQ(here.part->told().size(), 2U);
}

TEST_P(PresenceSuite, a_reload_within_the_lease_is_told_to_nobody) {
  Here here{GetParam()};
  here.presence().arrived(kLine, kSupporter, kSupporterRole, kPhone);
  here.presence().set_on_call(kSupporter, true);
  const auto before = here.part->told().size();
  here.presence().left(kSupporter, kPhone, Leaving::Dropped);
  here.wait(limits::kPresenceLease - kTick);
  here.presence().arrived(kLine, kSupporter, kSupporterRole, kLaptop);
  here.wait(limits::kPresenceLease * 2);
  EXPECT_EQ(here.part->told().size(), before);
  EXPECT_TRUE(here.look(kSupporter).on_call);
  EXPECT_THAT(here.part->gone(), IsEmpty());
}

TEST_P(PresenceSuite, on_call_ends_with_the_lease_and_does_not_come_back_by_itself) {
  Here here{GetParam()};
  here.presence().set_on_call(kSupporter, true);
  EXPECT_FALSE(here.look(kSupporter).on_call) << "on call only while connected";
  here.presence().arrived(kLine, kSupporter, kSupporterRole, kPhone);
  here.presence().set_on_call(kSupporter, true);
  EXPECT_TRUE(here.look(kSupporter).on_call);
  here.presence().left(kSupporter, kPhone, Leaving::Dropped);
  here.part->clock().advance(limits::kPresenceLease);
  here.presence().arrived(kLine, kSupporter, kSupporterRole, kLaptop);
  EXPECT_TRUE(here.look(kSupporter).connected);
  EXPECT_FALSE(here.look(kSupporter).on_call) << "also when no tick came between";
}

TEST_P(PresenceSuite, attending_lasts_two_minutes_and_its_end_is_told) {
  Here here{GetParam()};
  here.presence().attended(kSupporter);
  here.presence().arrived(kLine, kSupporter, kSupporterRole, kPhone);
  EXPECT_FALSE(here.look(kSupporter).attending);
  here.presence().attended(kSupporter);
  here.wait(limits::kAttending - kTick);
  EXPECT_TRUE(here.look(kSupporter).attending);
  const auto before = here.part->told().size();
  here.wait(kTick);
  EXPECT_FALSE(here.look(kSupporter).attending);
  EXPECT_EQ(here.part->told().size(), before + 1);
}

TEST_P(PresenceSuite, supporters_are_reached_on_call_and_supervisors_connected) {
  Here here{GetParam()};
  here.presence().arrived(kLine, kSupporter, kSupporterRole, kPhone);
  here.presence().arrived(kLine, kSupervisor, kSupervisorRole, kLaptop);
  EXPECT_THAT(here.reachable(domain::OrgRole::Supporter), IsEmpty());
  EXPECT_THAT(here.reachable(domain::OrgRole::Supervisor), ElementsAre(kSupervisor));
  here.presence().set_on_call(kSupporter, true);
  EXPECT_THAT(here.reachable(domain::OrgRole::Supporter), ElementsAre(kSupporter));
  EXPECT_THAT(here.reachable(domain::OrgRole::Supporter, OrganisationId{99}), IsEmpty());
  here.presence().left(kSupporter, kPhone, Leaving::SignedOut);
  EXPECT_THAT(here.reachable(domain::OrgRole::Supporter), IsEmpty());
}

TEST_P(PresenceSuite, staff_who_are_gone_are_reported_once_and_seekers_never) {
  Here here{GetParam()};
  here.presence().arrived(kLine, kSeeker, kSeekerRole, kPhone);
  here.presence().arrived(kLine, kSupervisor, kSupervisorRole, kLaptop);
  here.presence().left(kSeeker, kPhone, Leaving::Dropped);
  here.presence().left(kSupervisor, kLaptop, Leaving::Dropped);
  here.wait(limits::kPresenceLease - kTick);
  EXPECT_THAT(here.part->gone(), IsEmpty());
  here.wait(kTick);
  here.wait(limits::kPresenceLease);
  EXPECT_THAT(here.part->gone(), ElementsAre(Pair(kLine, kSupervisor)));
  here.presence().arrived(kLine, kSupporter, kSupporterRole, kPhone);
  here.presence().left(kSupporter, kPhone, Leaving::SignedOut);
  here.wait(kTick);
  EXPECT_THAT(here.part->gone(), ElementsAre(Pair(kLine, kSupervisor), Pair(kLine, kSupporter)));
}

TEST_P(PresenceSuite, the_wall_clock_may_jump) {
  Here here{GetParam()};
  here.presence().arrived(kLine, kSeeker, kSeekerRole, kPhone);
  here.presence().left(kSeeker, kPhone, Leaving::Dropped);
  here.part->clock().step_wall(std::chrono::hours{24});
  here.part->tick();
  EXPECT_TRUE(here.look(kSeeker).connected);
}

TEST_P(PresenceSuite, leaving_twice_or_unknown_changes_nothing) {
  Here here{GetParam()};
  here.presence().left(kSeeker, kPhone, Leaving::SignedOut);
  here.presence().arrived(kLine, kSeeker, kSeekerRole, kPhone);
  here.presence().left(kSeeker, kLaptop, Leaving::SignedOut);
  EXPECT_TRUE(here.look(kSeeker).connected);
  here.presence().left(kSeeker, kPhone, Leaving::SignedOut);
  here.presence().left(kSeeker, kPhone, Leaving::SignedOut);
  EXPECT_EQ(here.part->told().size(), 2U);
}

}  // namespace
}  // namespace holdfast::tests
