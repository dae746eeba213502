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
    std::ofstream{dir_.path() / "site/app.js.gz"} << "one, packed";
    std::ofstream{dir_.path() / "site/alone.gz"} << "an archive";
    std::filesystem::create_directories(dir_.path() / "site/assets");
    std::ofstream{dir_.path() / "site/assets/a-1234.css"} << "p{}";
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

TEST_F(StaticFilesTest, the_packed_copy_goes_to_those_who_take_it) {
  const auto encoded = ::testing::Contains(::testing::Pair("Content-Encoding", "gzip"));
  for (const char* accepts : {"gzip", "gzip, deflate, br", "br,  gzip", "gzip;q=0.5", "deflate, gzip ;q=1"}) {
    const auto response = site_->answer("/app.js", accepts);
    EXPECT_EQ(response.body, "one, packed") << accepts;
    EXPECT_THAT(response.headers, encoded) << accepts;
    EXPECT_EQ(response.content_type, "text/javascript; charset=utf-8");
  }
  for (const char* accepts : {"", "br", "identity", "gzip;q=0", "gzip;q=0.0", "gzipped", ",,"}) {
    const auto response = site_->answer("/app.js", accepts);
    EXPECT_EQ(response.body, "1") << accepts;
    EXPECT_THAT(response.headers, ::testing::Not(encoded)) << accepts;
  }
  EXPECT_EQ(site_->answer("/seeker/", "gzip").body, "<p>hello");
  EXPECT_EQ(site_->answer("/app.js.gz").status, 404U);
  EXPECT_EQ(site_->answer("/alone.gz").body, "an archive");
}

TEST_F(StaticFilesTest, only_what_is_named_by_its_content_is_kept_unasked) {
  const auto keeps = [](const char* value) {
    return ::testing::Contains(::testing::Pair("Cache-Control", value));
  };
  EXPECT_THAT(site_->answer("/assets/a-1234.css").headers, keeps("public, max-age=31536000, immutable"));
  EXPECT_THAT(site_->answer("/assets/none.css").headers, keeps("no-cache"));
  EXPECT_THAT(site_->answer("/seeker/").headers, keeps("no-cache"));
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
