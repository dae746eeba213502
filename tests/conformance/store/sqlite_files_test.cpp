// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
// SQLite's own: its files, epochs, backups, keys, and what an operator may ask.
#include <gmock/gmock.h>

#include "conformance/store/sqlite_home.hpp"
#include "store/sqlite/connection.hpp"

namespace holdfast::tests {

using namespace store;
using sqlite::SqliteDatabase;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
namespace fs = std::filesystem;

class SqliteFiles : public testing::Test {
 protected:
  void SetUp() override { open(); }
  void open() {
    auto opened = sqlite::open_sqlite(home_.config(), published_, clock_, observer_, why_);
    ASSERT_TRUE(opened) << why_;
    db_ = std::move(*opened);
  }
  void close() { db_.reset(); }
  void reopen() {
    close();
    open();
  }
  CommitResult commit(Commit made) { return runner_.run(db_->commit(std::move(made))); }
  ConversationId a_conversation() {
    const ConversationId id{++last_id_};
    EXPECT_TRUE(commit(item(Put<domain::Conversation>{conversation_record(id)})));
    return id;
  }
  std::size_t stored(ConversationId conversation) {
    const HistoryQuery query{conversation, Seq{0}, std::nullopt, Seq{0}, 200, 1U << 20U};
    return runner_.run(db_->history(query)).value().messages.size();
  }
  bool erased(ConversationId conversation, std::size_t index) {
    const HistoryQuery query{conversation, Seq{0}, std::nullopt, Seq{0}, 200, 1U << 20U};
    return runner_.run(db_->history(query)).value().messages.at(index)->erased;
  }
  std::vector<std::string> broken() { return runner_.run(db_->verify()).value().broken; }
  std::string backup_path() const { return (elsewhere_.path() / "backup.db").string(); }
  Result<Epoch> restore() { return sqlite::restore_sqlite(home_.config(), backup_path(), clock_, why_); }
  /// What someone with the file but without the server could do.
  void tamper(const char* sql) {
    close();
    sqlite::Connection{home_.path(), sqlite::Connection::Mode::ReadWrite}.execute(sql);
    open();
  }

  SqliteHome home_;
  TempDir elsewhere_;
  ManualClock clock_;
  NoObserver observer_;
  Published published_;
  Runner runner_;
  std::unique_ptr<SqliteDatabase> db_;
  std::string why_;
  std::uint64_t last_id_{500};
};

TEST_F(SqliteFiles, a_second_process_cannot_open_the_database) {
  const auto second = sqlite::open_sqlite(home_.config(), published_, clock_, observer_, why_);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Code::Busy);
  EXPECT_THAT(why_, HasSubstr("in use"));
  EXPECT_EQ(restore().error().code, Code::Busy);
}

TEST_F(SqliteFiles, files_are_for_their_owner_only) {
  const auto conversation = a_conversation();
  ASSERT_TRUE(commit(item(text(conversation, kAda, 1, "x"))));
  for (const auto& entry : fs::directory_iterator{home_.folder()}) {
    EXPECT_EQ(entry.status().permissions() & (fs::perms::group_all | fs::perms::others_all), fs::perms::none)
        << entry.path();
  }
}

TEST_F(SqliteFiles, a_schema_of_a_newer_server_is_refused_with_a_sentence) {
  close();
  sqlite::Connection{home_.path(), sqlite::Connection::Mode::ReadWrite}.execute("PRAGMA user_version=999");
  const auto opened = sqlite::open_sqlite(home_.config(), published_, clock_, observer_, why_);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, Code::Unsupported);
  EXPECT_THAT(why_, HasSubstr("newer version"));
}

TEST_F(SqliteFiles, a_file_that_is_no_database_is_refused) {
  close();
  std::ofstream{home_.path()} << std::string(8192, 'x');
  EXPECT_EQ(sqlite::open_sqlite(home_.config(), published_, clock_, observer_, why_).error().code,
            Code::Unavailable);
  EXPECT_THAT(why_, HasSubstr("cannot be opened"));
}

TEST_F(SqliteFiles, epoch_stays_over_restarts_and_rises_when_an_old_copy_is_put_back) {
  EXPECT_EQ(db_->epoch(), Epoch{1});
  const auto conversation = a_conversation();
  reopen();
  EXPECT_EQ(db_->epoch(), Epoch{1});
  close();
  fs::copy_file(home_.path(), backup_path());
  open();
  ASSERT_TRUE(commit(item(text(conversation, kAda, 1, "lost with the copy"))));
  close();
  fs::copy_file(backup_path(), home_.path(), fs::copy_options::overwrite_existing);
  open();
  EXPECT_EQ(db_->epoch(), Epoch{2});
  EXPECT_EQ(stored(conversation), 0U);
  reopen();
  EXPECT_EQ(db_->epoch(), Epoch{2});
}

TEST_F(SqliteFiles, epoch_rises_when_the_marker_is_gone_or_of_another_database) {
  close();
  fs::remove(home_.path() + ".epoch");
  open();
  EXPECT_EQ(db_->epoch(), Epoch{2});
  close();
  std::ofstream{home_.path() + ".epoch"} << "12345 7 0\n";
  open();
  EXPECT_EQ(db_->epoch(), Epoch{8});
  close();
  fs::remove(home_.path());  // a fresh database where one has been before
  open();
  EXPECT_EQ(db_->epoch(), Epoch{9});
}

TEST_F(SqliteFiles, a_backup_made_while_serving_restores_what_was_committed_before_it) {
  const auto conversation = a_conversation();
  for (std::uint64_t i = 1; i <= 50; ++i)
    ASSERT_TRUE(commit(item(text(conversation, kAda, i, std::string(4000, 'x')))));
  const auto bytes = runner_.run(db_->backup(backup_path()));
  ASSERT_TRUE(bytes);
  EXPECT_EQ(*bytes, fs::file_size(backup_path()));
  EXPECT_EQ(fs::status(backup_path()).permissions(), fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_EQ(std::distance(fs::directory_iterator{elsewhere_.path()}, {}), 1);
  ASSERT_TRUE(commit(item(text(conversation, kAda, 51, "after"))));
  close();
  const auto epoch = restore();
  ASSERT_TRUE(epoch) << why_;
  EXPECT_EQ(*epoch, Epoch{2});
  EXPECT_TRUE(fs::exists(home_.path() + ".replaced"));
  open();
  EXPECT_EQ(db_->epoch(), Epoch{2});
  EXPECT_EQ(stored(conversation), 50U);
  EXPECT_THAT(broken(), IsEmpty());
  EXPECT_EQ(commit(item(text(conversation, kAda, 51, "again")))->seqs.front(), Seq{51});
  reopen();
  EXPECT_EQ(db_->epoch(), Epoch{2});
}

TEST_F(SqliteFiles, a_backup_never_writes_over_anything) {
  std::ofstream{backup_path()} << "precious";
  EXPECT_EQ(runner_.run(db_->backup(backup_path())).error().code, Code::Invalid);
  EXPECT_EQ(runner_.run(db_->backup(home_.path())).error().code, Code::Invalid);
  EXPECT_EQ(runner_.run(db_->backup("")).error().code, Code::Invalid);
  EXPECT_EQ(fs::file_size(backup_path()), 8U);
}

TEST_F(SqliteFiles, what_is_no_backup_is_refused_and_the_database_stays) {
  const auto conversation = a_conversation();
  ASSERT_TRUE(commit(item(text(conversation, kAda, 1, "x"))));
  close();
  EXPECT_EQ(restore().error().code, Code::Invalid);  // none there
  std::ofstream{backup_path()} << std::string(8192, 'x');
  EXPECT_EQ(restore().error().code, Code::Invalid);
  open();
  EXPECT_EQ(stored(conversation), 1U);
  EXPECT_EQ(db_->epoch(), Epoch{1});
}

TEST_F(SqliteFiles, a_backup_of_another_key_file_is_refused) {
  a_conversation();
  ASSERT_TRUE(runner_.run(db_->backup(backup_path())));
  close();
  SqliteHome other;
  const auto restored = sqlite::restore_sqlite(other.config(), backup_path(), clock_, why_);
  ASSERT_FALSE(restored);
  EXPECT_THAT(why_, HasSubstr("key file"));
}

TEST_F(SqliteFiles, erasures_reach_a_restored_backup) {
  const auto gone = a_conversation();
  const auto kept = a_conversation();
  ASSERT_TRUE(commit(item(text(gone, kAda, 1, "a"), text(kept, kAda, 1, "b"), text(kept, kAda, 2, "c"))));
  ASSERT_TRUE(runner_.run(db_->backup(backup_path())));
  ASSERT_TRUE(commit(item(EraseConversation{gone}, EraseMessage{{kept, Seq{1}}})));
  close();
  ASSERT_TRUE(restore()) << why_;
  open();
  EXPECT_EQ(stored(gone), 0U);
  EXPECT_EQ(stored(kept), 2U);
  EXPECT_TRUE(erased(kept, 0));
  EXPECT_FALSE(erased(kept, 1));
  EXPECT_EQ(commit(item(text(gone, kAda, 2, "x"))).error().code, Code::NotFound);
}

TEST_F(SqliteFiles, a_seq_used_again_after_a_restore_is_not_erased_by_the_old_ledger) {
  const auto conversation = a_conversation();
  ASSERT_TRUE(runner_.run(db_->backup(backup_path())));
  ASSERT_TRUE(commit(item(text(conversation, kAda, 1, "erased later"))));
  ASSERT_TRUE(commit(item(EraseMessage{{conversation, Seq{1}}})));
  close();
  ASSERT_TRUE(restore()) << why_;
  clock_.advance(std::chrono::seconds{1});
  open();
  ASSERT_TRUE(commit(item(text(conversation, kAda, 2, "another at the same seq"))));
  reopen();
  EXPECT_FALSE(erased(conversation, 0));
}

TEST_F(SqliteFiles, sealed_bytes_of_what_was_erased_are_in_no_file) {
  const auto conversation = a_conversation();
  ASSERT_TRUE(commit(item(text(conversation, kAda, 1, std::string(6000, 'a')))));
  ASSERT_TRUE(commit(item(text(conversation, kAda, 2, "short"))));
  ASSERT_TRUE(commit(item(text(conversation, kAda, 3, "stays"))));
  std::vector<std::string> sealed;
  std::string wrapped;
  {
    sqlite::Connection reader{home_.path(), sqlite::Connection::Mode::ReadOnly};
    sqlite::Query bodies{reader, "SELECT body FROM message WHERE seq<3 ORDER BY seq"};
    while (bodies.row()) sealed.emplace_back(bodies.view(0));
    sqlite::Query key{reader, "SELECT wrapped FROM data_key"};
    ASSERT_TRUE(key.row());
    wrapped = key.view(0);
  }
  ASSERT_EQ(sealed.size(), 2U);
  const auto short_part = sealed[1];
  const auto long_part = sealed[0].substr(5500, 400);  // on its overflow page
  EXPECT_THAT(home_.everything_stored(), HasSubstr(short_part));
  EXPECT_THAT(home_.everything_stored(), HasSubstr(long_part));
  ASSERT_TRUE(commit(item(EraseMessage{{conversation, Seq{1}}}, EraseMessage{{conversation, Seq{2}}})));
  EXPECT_THAT(home_.everything_stored(), Not(HasSubstr(short_part)));  // answered means gone
  EXPECT_THAT(home_.everything_stored(), Not(HasSubstr(long_part)));
  EXPECT_THAT(home_.everything_stored(), HasSubstr(wrapped));
  ASSERT_TRUE(commit(item(EraseConversation{conversation})));
  EXPECT_THAT(home_.everything_stored(), Not(HasSubstr(wrapped)));
}

TEST_F(SqliteFiles, verify_names_the_first_audit_row_that_was_changed_or_is_missing) {
  for (std::uint64_t i = 1; i <= 5; ++i) {
    ASSERT_TRUE(
        commit(item(AppendAudit{{clock_.wall(), kLine, kAda, domain::AuditAction::ReadConversation, i, 0}})));
  }
  reopen();  // closing chains what waits
  EXPECT_THAT(broken(), IsEmpty());
  EXPECT_EQ(runner_.run(db_->verify()).value().audit_rows, 5U);
  const auto from = [](int row) { return "The audit is broken from row " + std::to_string(row) + " on."; };
  tamper("UPDATE audit SET actor=9 WHERE id=3");
  EXPECT_THAT(broken(), ElementsAre(from(3)));
  tamper("UPDATE audit SET actor=101 WHERE id=3");
  EXPECT_THAT(broken(), IsEmpty());
  tamper("CREATE TABLE kept AS SELECT * FROM audit WHERE id=5; DELETE FROM audit WHERE id=5");
  EXPECT_THAT(broken(), ElementsAre(from(5)));
  tamper("DELETE FROM audit_chain WHERE id=5");  // cut off whole: only the exported head still knows
  EXPECT_THAT(broken(), ElementsAre(from(5)));
}

TEST_F(SqliteFiles, verify_finds_a_gap_and_a_flag_without_its_escalation) {
  const auto conversation = a_conversation();
  domain::Flag flag;
  flag.author = kAda;
  flag.verdict.level = domain::Level::High;
  flag.escalation = EscalationId{9};
  domain::Escalation escalation;
  escalation.id = EscalationId{9};
  ASSERT_TRUE(commit(item(text(conversation, kAda, 1, "a"), PutFlag{flag, 0}, PutEscalation{escalation, 0})));
  ASSERT_TRUE(commit(item(text(conversation, kAda, 2, "b"))));
  EXPECT_THAT(broken(), IsEmpty());
  tamper("DELETE FROM escalation");
  EXPECT_THAT(broken(), ElementsAre(HasSubstr("has no escalation")));
  tamper("DELETE FROM flag; DELETE FROM message WHERE seq=1");
  EXPECT_THAT(broken(), ElementsAre(HasSubstr("gap")));
}

TEST_F(SqliteFiles, after_rewrapping_the_old_key_opens_nothing_and_the_new_one_everything) {
  auto group = conversation_record(ConversationId{5});
  group.name = Secret{"Mornings"};
  domain::Person person;
  person.id = kAda;
  person.display_name = Secret{"Ada"};
  person.totp_secret = Secret{"seed"};
  ASSERT_TRUE(commit(
      item(Put<domain::Conversation>{group}, Put<domain::Person>{person}, text(group.id, kAda, 1, "x"))));
  const auto old_ring = home_.ring();
  ASSERT_TRUE(vault::Keyring::rotate(home_.key_path(), why_)) << why_;
  home_.load_keys();
  EXPECT_EQ(runner_.run(db_->rewrap(home_.ring())).value(), 4U);
  EXPECT_EQ(runner_.run(db_->rewrap(home_.ring())).value(), 0U);
  reopen();
  EXPECT_EQ(stored(group.id), 1U);
  EXPECT_EQ(runner_.run(db_->person(kAda)).value()->display_name, Secret{"Ada"});
  EXPECT_EQ(runner_.run(db_->person(kAda)).value()->totp_secret, Secret{"seed"});
  EXPECT_EQ(runner_.run(db_->conversation(group.id)).value()->name, Secret{"Mornings"});
  sqlite::Connection reader{home_.path(), sqlite::Connection::Mode::ReadOnly};
  sqlite::Query key{reader, "SELECT wrapped FROM data_key"};
  ASSERT_TRUE(key.row());
  EXPECT_FALSE(old_ring->unwrap(group.id, key.view(0)));
}

TEST_F(SqliteFiles, the_incident_record_outlives_the_erasure) {
  const auto conversation = a_conversation();
  domain::Escalation escalation;
  escalation.id = EscalationId{9};
  escalation.conversation = conversation;
  escalation.level = domain::Level::Imminent;
  ASSERT_TRUE(commit(item(text(conversation, kAda, 1, "x"), PutIncident{escalation, "called 112"})));
  ASSERT_TRUE(commit(item(EraseConversation{conversation})));
  reopen();
  const auto incident = runner_.run(db_->incident(EscalationId{9})).value();
  ASSERT_TRUE(incident);
  EXPECT_EQ(incident->escalation.level, domain::Level::Imminent);
  EXPECT_EQ(incident->acts, "called 112");
  EXPECT_FALSE(runner_.run(db_->incident(EscalationId{8})).value());
}

TEST_F(SqliteFiles, a_changed_body_is_an_error_and_never_a_text) {
  const auto conversation = a_conversation();
  ASSERT_TRUE(commit(item(text(conversation, kAda, 1, "first"), text(conversation, kAda, 2, "other"))));
  tamper("UPDATE message SET body=(SELECT body FROM message WHERE seq=2) WHERE seq=1");
  const HistoryQuery query{conversation, Seq{0}, std::nullopt, Seq{0}, 10};
  EXPECT_EQ(runner_.run(db_->history(query)).error().code, Code::Internal);
}

}  // namespace holdfast::tests
