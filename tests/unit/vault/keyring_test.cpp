// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "support/temp_dir.hpp"
#include "vault/vault.hpp"

namespace holdfast::vault {
namespace {

namespace fs = std::filesystem;

class KeyringFile : public testing::Test {
 protected:
  std::string path() const { return (dir_.path() / "keys").string(); }
  KeyringPtr load() {
    auto loaded = Keyring::load(path(), why_);
    EXPECT_TRUE(loaded) << why_;
    return *loaded;
  }
  KeyringPtr create() {
    EXPECT_TRUE(Keyring::create(path(), why_)) << why_;
    return load();
  }
  std::string content() const {
    std::ifstream in{path()};
    return {std::istreambuf_iterator<char>{in}, {}};
  }
  void write(const std::string& text) {
    std::ofstream{path()} << text;
    fs::permissions(path(), fs::perms::owner_read | fs::perms::owner_write);
  }

  tests::TempDir dir_;
  std::string why_;
  const ConversationId conversation_{42};
  const Binding binding_{conversation_, PersonId{1}, {}};
};

TEST_F(KeyringFile, data_key_comes_back_from_its_wrapped_form) {
  const auto ring = create();
  const auto [key, wrapped] = ring->new_data_key(conversation_);
  const auto sealed = key->seal(binding_, "text");
  const auto again = load()->unwrap(conversation_, wrapped);
  ASSERT_TRUE(again);
  EXPECT_EQ((*again)->open(binding_, sealed).value(), "text");
}

TEST_F(KeyringFile, wrapped_key_is_bound_to_its_conversation_and_unchanged) {
  const auto ring = create();
  const auto [key, wrapped] = ring->new_data_key(conversation_);
  EXPECT_FALSE(ring->unwrap(ConversationId{43}, wrapped));
  for (std::size_t at = 0; at < wrapped.size(); ++at) {
    auto changed = wrapped;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    EXPECT_FALSE(ring->unwrap(conversation_, changed)) << at;
    EXPECT_FALSE(ring->unwrap(conversation_, std::string_view{wrapped}.substr(0, at))) << at;
  }
}

TEST_F(KeyringFile, is_private_and_never_written_over) {
  create();
  const auto before = content();
  EXPECT_EQ(fs::status(path()).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_FALSE(Keyring::create(path(), why_));
  EXPECT_NE(why_.find("exists already"), std::string::npos);
  EXPECT_EQ(content(), before);
  EXPECT_EQ(std::distance(fs::directory_iterator{dir_.path()}, {}), 1);
}

TEST_F(KeyringFile, rotation_keeps_opening_what_was_sealed_before) {
  const auto old_ring = create();
  const auto [key, wrapped] = old_ring->new_data_key(conversation_);
  const auto field = old_ring->seal_field(5, "name", "Ana");
  ASSERT_TRUE(Keyring::rotate(path(), why_)) << why_;
  const auto ring = load();
  EXPECT_TRUE(ring->unwrap(conversation_, wrapped));
  EXPECT_EQ(ring->open_field(5, "name", field).value(), "Ana");
  EXPECT_EQ(ring->peppered("login", "ana"), old_ring->peppered("login", "ana"));
  EXPECT_EQ(ring->derived_key("webhook"), old_ring->derived_key("webhook"));
}

TEST_F(KeyringFile, rewrapping_moves_a_data_key_under_the_new_key_and_then_rests) {
  const auto old_ring = create();
  const auto [key, wrapped] = old_ring->new_data_key(conversation_);
  const auto sealed = key->seal(binding_, "text");
  EXPECT_EQ(old_ring->rewrap(conversation_, wrapped).value(), wrapped);
  ASSERT_TRUE(Keyring::rotate(path(), why_));
  const auto ring = load();
  const auto moved = ring->rewrap(conversation_, wrapped);
  ASSERT_TRUE(moved);
  EXPECT_NE(*moved, wrapped);
  EXPECT_EQ(ring->rewrap(conversation_, *moved).value(), *moved);
  EXPECT_EQ(ring->unwrap(conversation_, *moved).value()->open(binding_, sealed).value(), "text");
  EXPECT_FALSE(old_ring->unwrap(conversation_, *moved));
  EXPECT_FALSE(ring->rewrap(ConversationId{43}, wrapped));
}

TEST_F(KeyringFile, rewrapping_moves_a_field_under_the_new_key) {
  const auto old_ring = create();
  const auto sealed = old_ring->seal_field(5, "name", "Ana");
  EXPECT_EQ(old_ring->rewrap_field(5, "name", sealed).value(), sealed);
  ASSERT_TRUE(Keyring::rotate(path(), why_));
  const auto ring = load();
  const auto moved = ring->rewrap_field(5, "name", sealed);
  ASSERT_TRUE(moved);
  EXPECT_EQ(ring->open_field(5, "name", *moved).value(), "Ana");
  EXPECT_FALSE(old_ring->open_field(5, "name", *moved));
  EXPECT_FALSE(ring->rewrap_field(6, "name", sealed));
}

TEST_F(KeyringFile, field_is_bound_to_its_record_and_name) {
  const auto ring = create();
  const auto sealed = ring->seal_field(5, "name", "Ana");
  EXPECT_EQ(sealed.find("Ana"), std::string::npos);
  EXPECT_FALSE(ring->open_field(6, "name", sealed));
  EXPECT_FALSE(ring->open_field(5, "totp", sealed));
  EXPECT_FALSE(ring->open_field(5, "name", ""));
}

TEST_F(KeyringFile, pepper_and_derived_keys_differ_by_purpose_and_installation) {
  const auto ring = create();
  EXPECT_NE(ring->peppered("login", "ana"), ring->peppered("phrase", "ana"));
  EXPECT_NE(ring->peppered("a", "bc"), ring->peppered("ab", "c"));
  EXPECT_NE(ring->derived_key("a"), ring->derived_key("b"));
  EXPECT_EQ(ring->derived_key("a").size(), 32U);
  fs::remove(path());
  const auto other = create();
  EXPECT_NE(ring->peppered("login", "ana"), other->peppered("login", "ana"));
}

TEST_F(KeyringFile, refuses_bad_files_with_a_sentence) {
  const std::string good = "k1 " + std::string(43, 'A') + "=\n";
  const std::pair<const char*, std::string> rows[] = {
      {"holds no key", ""},
      {"holds no key", "\n\n"},
      {"not `id base64", "k1\n"},
      {"not `id base64", "k1 AAAA\n"},
      {"not `id base64", "K1 " + std::string(43, 'A') + "=\n"},
      {"not `id base64", " " + std::string(43, 'A') + "=\n"},
      {"twice", good + good},
      {"larger", std::string(17 * 1024, '\n')},
  };
  for (const auto& [sentence, text] : rows) {
    write(text);
    EXPECT_FALSE(Keyring::load(path(), why_)) << sentence;
    EXPECT_NE(why_.find(sentence), std::string::npos) << why_;
  }
  write(good);
  EXPECT_TRUE(Keyring::load(path(), why_)) << why_;
  fs::permissions(path(), fs::perms::group_read, fs::perm_options::add);
  EXPECT_FALSE(Keyring::load(path(), why_));
  EXPECT_NE(why_.find("0600"), std::string::npos);
  EXPECT_FALSE(Keyring::load(path() + ".absent", why_));
}

}  // namespace
}  // namespace holdfast::vault
