// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "presence/local/local_presence.hpp"

#include "bus/local/local_bus.hpp"
#include "conformance/presence/presence_suite.hpp"

namespace holdfast::tests {
namespace {

class LocalUnderTest final : public PresenceUnderTest {
 public:
  LocalUnderTest() {
    bus_.listen([this](const auto& batch) {
      for (const auto& event : batch->events) {
        const auto& presence = std::get<domain::PresenceEvent>(event.body).presence;
        EXPECT_EQ(event.topic, domain::topic(presence.person));
        told_.push_back(presence);
      }
    });
    presence_.on_gone([this](OrganisationId line, PersonId person) { gone_.emplace_back(line, person); });
  }
  presence::Presence& presence() override { return presence_; }
  ManualClock& clock() override { return clock_; }
  void tick() override { presence_.expire(); }
  std::vector<domain::Presence> told() override { return told_; }
  std::vector<std::pair<OrganisationId, PersonId>> gone() override { return gone_; }

 private:
  ManualClock clock_;
  bus::LocalBus bus_;
  presence::LocalPresence presence_{clock_, bus_};
  std::vector<domain::Presence> told_;
  std::vector<std::pair<OrganisationId, PersonId>> gone_;
};

INSTANTIATE_TEST_SUITE_P(Local, PresenceSuite,
                         testing::Values(PresenceMaker{"in_process",
                                                       [] { return std::make_unique<LocalUnderTest>(); }}),
                         [](const auto& maker) { return maker.param.name; });

}  // namespace
}  // namespace holdfast::tests
