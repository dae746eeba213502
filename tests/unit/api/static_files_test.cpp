// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "api/static_files.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "support/temp_dir.hpp"

namespace holdfast::api {
namespace {

class StaticFilesTest : public ::testing::Test {
 protected:
  StaticFilesTest() {
    std::filesystem::create_directories(dir_.path() / "site/seeker");
    std::ofstream{dir_.path() / "secret.txt"} << "not served";
    std::ofstream{dir_.path() / "site/seeker/index.html"} << "<p>hello";
    std::ofstream{dir_.path() / "site/app.js"} << "1";
    std::filesystem::create_symlink(dir_.path() / "secret.txt", dir_.path() / "site/link.txt");
    std::string why;
    site_ = *StaticFiles::load((dir_.path() / "site").string(), why);
  }
  tests::TempDir dir_;
  std::unique_ptr<StaticFiles> site_;
};

TEST_F(StaticFilesTest, a_file_comes_with_its_type_and_a_policy_that_loads_nothing_from_elsewhere) {
  const auto response = site_->answer("/app.js");
  EXPECT_EQ(response.status, 200U);
  EXPECT_EQ(response.body, "1");
  EXPECT_EQ(response.content_type, "text/javascript; charset=utf-8");
  EXPECT_THAT(response.headers, ::testing::Contains(::testing::Pair(
                                    "Content-Security-Policy",
                                    ::testing::AllOf(::testing::HasSubstr("default-src 'none'"),
                                                     ::testing::HasSubstr("frame-ancestors 'none'")))));
}

TEST_F(StaticFilesTest, a_folder_gives_its_index) {
  EXPECT_EQ(site_->answer("/seeker/").body, "<p>hello");
  EXPECT_EQ(site_->answer("/seeker").body, "<p>hello");
}

TEST_F(StaticFilesTest, nothing_outside_the_folder_is_served) {
  for (const char* path :
       {"/../secret.txt", "/seeker/../../secret.txt", "/link.txt", "//secret.txt", "", "/"}) {
    EXPECT_EQ(site_->answer(path).status, 404U) << path;
  }
}

TEST_F(StaticFilesTest, a_folder_that_is_missing_is_told) {
  std::string why;
  EXPECT_FALSE(StaticFiles::load((dir_.path() / "nowhere").string(), why));
  EXPECT_FALSE(why.empty());
}

}  // namespace
}  // namespace holdfast::api
