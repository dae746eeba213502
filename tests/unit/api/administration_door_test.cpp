// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "api/administration_door.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/run.hpp"

namespace holdfast::api {
namespace {

class AdministrationDoorTest : public ::testing::Test {
 protected:
  io::HttpResponse get(const std::string& path) {
    AdministrationDoor door{[this] { return parts_; }, metrics_};
    io::HttpRequest request;
    request.method = "GET";
    request.path = path;
    return runner_.run(door.answer(std::move(request)));
  }
  std::vector<Readiness> parts_{{"store", ""}, {"tasks", ""}};
  ops::Counters counters_;
  ops::Metrics metrics_{counters_};
  tests::Runner runner_;
};

TEST_F(AdministrationDoorTest, is_ready_while_every_part_is_well) {
  EXPECT_EQ(get("/readyz").status, 200U);
}

TEST_F(AdministrationDoorTest, says_which_part_is_not_ready_and_why) {
  parts_[0].why = "the last commit failed";
  const auto response = get("/readyz");
  EXPECT_EQ(response.status, 503U);
  EXPECT_THAT(response.body, ::testing::HasSubstr(R"("store":"the last commit failed")"));
  EXPECT_THAT(response.body, ::testing::HasSubstr(R"("tasks":"ok")"));
  EXPECT_EQ(get("/livez").status, 200U) << "a full disk is no reason to be killed";
}

TEST_F(AdministrationDoorTest, gives_metrics_in_the_text_format) {
  const auto response = get("/metrics");
  EXPECT_EQ(response.content_type, ops::Metrics::kContentType);
  EXPECT_THAT(response.body, ::testing::HasSubstr("holdfast_messages_committed_total 0"));
}

TEST_F(AdministrationDoorTest, answers_nothing_else) {
  EXPECT_EQ(get("/admin/v1/organisations").status, 404U);
}

}  // namespace
}  // namespace holdfast::api
