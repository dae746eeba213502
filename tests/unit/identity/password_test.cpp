// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <vector>

#include "domain/limits.hpp"
#include "identity/identity.hpp"
#include "support/run.hpp"

namespace holdfast::identity {
namespace {

constexpr Passwords::Cost kCheap{.operations = 1, .memory = 8192};

io::Task<void> verify_into(Passwords& passwords, std::string stored, std::vector<Result<bool>>& answers) {
  Secret typed{"open sesame"};
  auto answer = co_await passwords.verify(std::move(typed), std::move(stored));
  answers.push_back(answer);
}

io::Task<void> nothing() {
  co_return;
}

class PasswordsTest : public testing::Test {
 protected:
  std::string hashed(const char* password) { return *runner.run(passwords.hash(Secret{password})); }
  bool verified(const char* password, std::string stored) {
    return *runner.run(passwords.verify(Secret{password}, std::move(stored)));
  }
  tests::Runner runner;
  Passwords passwords{2, kCheap};
};

TEST_F(PasswordsTest, right_password_passes_and_every_other_fails) {
  const std::string stored = hashed("correct horse");
  EXPECT_TRUE(stored.starts_with("$argon2id$v=19$m=8,t=1,p=1$")) << stored;
  EXPECT_TRUE(verified("correct horse", stored));
  for (const char* other : {"", "correct hors", "correct horse ", "Correct horse"}) {
    EXPECT_FALSE(verified(other, stored)) << other;
  }
}

TEST_F(PasswordsTest, same_password_twice_is_stored_differently) {
  EXPECT_NE(hashed("one"), hashed("one"));
}

TEST_F(PasswordsTest, a_hash_of_another_cost_is_still_good) {
  Passwords dearer{1, {.operations = 2, .memory = 16384}};
  const std::string stored = *runner.run(dearer.hash(Secret{"moved"}));
  EXPECT_TRUE(verified("moved", stored));
}

TEST_F(PasswordsTest, no_password_opens_an_unknown_login_or_a_damaged_hash) {
  const std::string stored = hashed("p");
  const std::string cut = stored.substr(0, stored.size() / 2);
  for (const std::string& bad : {std::string{}, std::string{"$argon2id$"}, cut, std::string{"plain"}}) {
    EXPECT_FALSE(verified("p", bad)) << bad;
    EXPECT_FALSE(verified("", bad)) << bad;
  }
}

TEST(Passwords, cost_that_cannot_be_paid_fails_at_start) {
  EXPECT_THROW((Passwords{0, {.operations = 0, .memory = 8192}}), std::runtime_error);
  EXPECT_THROW((Passwords{0, {.operations = 1, .memory = 1}}), std::runtime_error);
}

/// A pool without threads: what is asked of it waits.
class FullPool : public testing::TestWithParam<const char*> {
 protected:
  void ask(std::size_t times) {
    for (std::size_t i = 0; i < times; ++i) {
      io::spawn(runner.reactor(), verify_into(*passwords, GetParam(), answers));
    }
    runner.run(nothing());
  }
  tests::Runner runner;
  std::unique_ptr<Passwords> passwords = std::make_unique<Passwords>(0, kCheap);
  std::vector<Result<bool>> answers;
};

// An unknown login (empty) and a damaged hash wait in the same queue as a known one: none is answered without
// the work.
TEST_P(FullPool, sixty_four_wait_and_one_more_is_told_busy) {
  ask(limits::kPasswordsWaiting);
  EXPECT_TRUE(answers.empty());
  ask(1);
  ASSERT_EQ(answers.size(), 1U);
  ASSERT_FALSE(answers.front());
  EXPECT_EQ(answers.front().error().code, Code::Busy);
  EXPECT_GT(answers.front().error().retry_after.count(), 0);
}

TEST_P(FullPool, who_waits_is_told_when_the_pool_leaves) {
  ask(3);
  passwords.reset();
  runner.run(nothing());
  ASSERT_EQ(answers.size(), 3U);
  for (const auto& answer : answers) {
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, Code::Draining);
  }
}

INSTANTIATE_TEST_SUITE_P(Stored, FullPool,
                         testing::Values("", "damaged",
                                         "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHRzYWx0c2FsdA$"
                                         "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"));

}  // namespace
}  // namespace holdfast::identity
