// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
// PostgreSQL's own: connections that break, commits in doubt, restarts, several nodes on one database.
#include <gmock/gmock.h>

#include <atomic>
#include <map>
#include <set>
#include <thread>

#include "base/random.hpp"
#include "conformance/store/postgres_home.hpp"
#include "io/waiter.hpp"
#include "store/postgres/error.hpp"

namespace holdfast::tests {

using namespace store;
using postgres::PostgresDatabase;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

// Until a condition holds that other processes bring about.
template <class Condition>
[[nodiscard]] bool eventually(Condition condition) {
  const auto deadline = steady_clock::now() + Runner::kDeadline;
  while (!condition()) {
    if (steady_clock::now() > deadline) return false;
    std::this_thread::yield();
  }
  return true;
}

/// A commit that runs on a reactor of its own while the test does something to the server.
class Running {
 public:
  Running(Store& store, Commit commit) {
    io::spawn(reactor_, run(store, std::move(commit), *this));
    thread_ = std::thread{[this] { reactor_.run(); }};
  }
  ~Running() { thread_.join(); }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;
  CommitResult result() {
    if (!eventually([this] { return done_.load(); })) ADD_FAILURE() << "the commit was never answered";
    return result_;
  }
  [[nodiscard]] bool done() const { return done_; }

 private:
  static io::Task<void> run(Store& store, Commit commit, Running& self) {
    self.result_ = co_await store.commit(std::move(commit));
    self.done_ = true;
    self.reactor_.stop();
  }
  NoObserver observer_;
  io::Reactor reactor_{0, observer_};
  CommitResult result_{refuse(Code::Internal)};
  std::atomic<bool> done_{false};
  std::thread thread_;
};

}  // namespace

TEST(PostgresFault, is_told_by_its_sqlstate) {
  using postgres::Fault;
  const std::pair<const char*, Fault> rows[] = {
      {"", Fault::Lost},         // the connection broke without a word
      {"08006", Fault::Lost},    // connection failure
      {"57P01", Fault::Lost},    // administrator's shutdown
      {"57P03", Fault::Lost},    // starting up
      {"25P03", Fault::Lost},    // idle in a transaction for too long
      {"25006", Fault::Lost},    // read only: it is a standby now
      {"40001", Fault::Passes},  // serialisation
      {"40P01", Fault::Passes},  // deadlock
      {"55P03", Fault::Passes},  // lock not available in time
      {"53100", Fault::Unable},  // disk full
      {"53300", Fault::Unable},  // too many connections
      {"58030", Fault::Unable},  // I/O error
      {"57014", Fault::Unable},  // cancelled
      {"23505", Fault::Final},   // unique violation
      {"23502", Fault::Final},   // not null: a record's version was another
      {"42P01", Fault::Final},   // no such table
      {"25P02", Fault::Final},   // behind another error of the same pipeline
  };
  for (const auto& [state, fault] : rows) EXPECT_EQ(postgres::fault_of(state), fault) << state;
}

class PostgresFaults : public testing::Test {
 protected:
  void SetUp() override { open(milliseconds{15'000}); }
  void TearDown() override {
    no_standby();
    db_.reset();
  }
  void open(milliseconds in_doubt) {
    db_.reset();
    auto config = home_.config(NodeId{1});
    config.in_doubt = in_doubt;
    db_ = home_.open_database(std::move(config), published_, clock_, observer_);
  }
  CommitResult commit(Commit made) { return runner_.run(db_->commit(std::move(made))); }
  ConversationId a_conversation() {
    const auto id = fresh_id<ConversationId>();
    EXPECT_TRUE(commit(item(Put<domain::Conversation>{conversation_record(id)})));
    return id;
  }
  std::size_t stored(ConversationId conversation) {
    const HistoryQuery query{conversation, Seq{0}, std::nullopt, Seq{0}, 200, 1U << 20U};
    return runner_.run(db_->history(query)).value().messages.size();
  }
  std::size_t published(ConversationId conversation) const {
    std::size_t count = 0;
    for (const auto& event : published_.events()) {
      const auto* const said = std::get_if<domain::MessageEvent>(&event.body);
      if (said != nullptr && said->message->conversation == conversation) ++count;
    }
    return count;
  }
  // A standby that never comes: a commit is durable here, but its answer waits.
  void wait_for_a_standby() { set_standby("nobody"); }
  void no_standby() { set_standby(""); }
  void set_standby(const std::string& name) {
    auto& server = RealPostgres::shared();
    server.run("postgres", "ALTER SYSTEM SET synchronous_standby_names='" + name + "'");
    server.run("postgres", "SELECT pg_reload_conf()");
    ASSERT_TRUE(eventually([&] { return server.run("postgres", "SHOW synchronous_standby_names") == name; }));
  }
  bool somebody(const std::string& what) {
    return home_.run(
               "SELECT count(*) FROM pg_stat_activity WHERE datname=current_database() AND "
               "application_name LIKE 'holdfast % lane %' AND " +
               what) != "0";
  }
  void cut(const std::string& whom) {
    home_.run(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname=current_database() AND "
        "application_name LIKE 'holdfast % lane %' AND " +
        whom);
  }
  static constexpr const char* kInCommit = "wait_event='SyncRep'";
  static constexpr const char* kInLock = "wait_event_type='Lock'";

  PostgresHome home_;
  SystemClock clock_;
  NoObserver observer_;
  Published published_;
  Runner runner_;
  std::unique_ptr<PostgresDatabase> db_;
};

TEST_F(PostgresFaults, cut_before_the_commit_was_sent_an_item_is_committed_once) {
  const auto conversation = a_conversation();
  home_.run(
      "CREATE FUNCTION hold() RETURNS trigger LANGUAGE plpgsql AS"
      " $$ BEGIN PERFORM pg_advisory_xact_lock(4242); RETURN NEW; END $$;"
      "CREATE TRIGGER hold BEFORE INSERT ON message FOR EACH ROW EXECUTE FUNCTION hold()");
  auto holder = home_.session();
  holder.run("BEGIN");
  holder.run("SELECT pg_advisory_xact_lock(4242)");
  Running running{*db_, item(text(conversation, kAda, 1, "x"))};
  ASSERT_TRUE(eventually([this] { return somebody(kInLock); }));
  cut(kInLock);
  holder.run("COMMIT");
  const auto result = running.result();
  ASSERT_TRUE(result);
  EXPECT_EQ(result->outcome, Outcome::Committed);
  EXPECT_EQ(stored(conversation), 1U);
  EXPECT_EQ(published(conversation), 1U);
}

TEST_F(PostgresFaults, cut_after_the_commit_was_made_an_item_is_found_committed_and_published_once) {
  const auto conversation = a_conversation();
  wait_for_a_standby();
  Running running{*db_, item(text(conversation, kAda, 1, "x"))};
  ASSERT_TRUE(eventually([this] { return somebody(kInCommit); }));
  EXPECT_EQ(published(conversation), 0U);
  cut(kInCommit);
  // The lane has come back and waits for the standby to confirm what it found.
  ASSERT_TRUE(
      eventually([this] { return somebody(std::string{kInCommit} + " AND query LIKE '%INTO lane%'"); }));
  EXPECT_FALSE(running.done());
  no_standby();
  const auto result = running.result();
  ASSERT_TRUE(result);
  EXPECT_EQ(result->outcome, Outcome::Committed);
  EXPECT_EQ(result->seqs.front(), Seq{1});
  EXPECT_EQ(stored(conversation), 1U);
  EXPECT_EQ(published(conversation), 1U);
  EXPECT_EQ(commit(item(text(conversation, kAda, 2, "y")))->seqs.front(), Seq{2});
}

TEST_F(PostgresFaults, a_commit_in_doubt_is_answered_in_time_and_told_to_listeners_later) {
  const milliseconds in_doubt{400};
  open(in_doubt);
  const auto conversation = a_conversation();
  wait_for_a_standby();
  const auto began = steady_clock::now();
  EXPECT_EQ(code_of(commit(item(text(conversation, kAda, 1, "x")))), Code::Unavailable);
  EXPECT_EQ(code_of(commit(item(text(conversation, kAda, 2, "y")))), Code::Unavailable);  // waits behind it
  EXPECT_LT(steady_clock::now() - began, 2 * in_doubt);
  EXPECT_EQ(published(conversation), 0U);
  no_standby();
  ASSERT_TRUE(eventually([&] { return published(conversation) == 1U; }));
  EXPECT_EQ(commit(item(text(conversation, kAda, 1, "x")))->outcome, Outcome::Repeat);
  EXPECT_EQ(commit(item(text(conversation, kAda, 2, "y")))->outcome, Outcome::Committed);
}

TEST_F(PostgresFaults, reads_and_commits_are_answered_in_time_while_the_server_is_gone) {
  const milliseconds in_doubt{400};
  open(in_doubt);
  const auto conversation = a_conversation();
  RealPostgres::shared().stop(RealPostgres::Stop::Immediate);
  const auto began = steady_clock::now();
  EXPECT_EQ(code_of(commit(item(text(conversation, kAda, 1, "x")))), Code::Unavailable);
  const auto read = runner_.run(db_->conversation(conversation));
  EXPECT_EQ(read.error().code, Code::Unavailable);
  EXPECT_GT(read.error().retry_after.count(), 0);
  EXPECT_LT(steady_clock::now() - began, 2 * in_doubt);
  EXPECT_FALSE(db_->writable());
  RealPostgres::shared().start();
  ASSERT_TRUE(eventually([this] { return db_->writable(); }));
  EXPECT_TRUE(commit(item(text(conversation, kAda, 1, "x"))));
  EXPECT_TRUE(runner_.run(db_->conversation(conversation)).value());
}

namespace {

// Sends in order, each until it is acknowledged, with the same client id every time.
io::Task<void> insist(Store& store, ConversationId conversation, PersonId author, int count, int& left) {
  for (int i = 0; i < count; ++i) {
    for (;;) {
      Commit made = item(text(conversation, author, static_cast<std::uint64_t>(i), std::to_string(i)));
      const auto result = co_await store.commit(std::move(made));
      if (result) break;
      EXPECT_EQ(result.error().code, Code::Unavailable);
      co_await io::sleep_for(milliseconds{5});
    }
  }
  if (--left == 0) io::Reactor::current()->stop();
}

void senders(Store& store, const std::vector<ConversationId>& conversations, std::uint64_t first_author,
             int count) {
  NoObserver observer;
  io::Reactor reactor{0, observer};
  int left = static_cast<int>(conversations.size());
  for (const ConversationId conversation : conversations)
    io::spawn(reactor, insist(store, conversation, PersonId{first_author}, count, left));
  auto guard = reactor.timers().after(Runner::kDeadline, [&reactor] { reactor.stop(); });
  reactor.run();
  EXPECT_EQ(left, 0);
}

}  // namespace

TEST_F(PostgresFaults, connections_cut_at_random_and_a_crash_lose_nothing_and_double_nothing) {
  std::vector<ConversationId> conversations;
  for (int i = 0; i < 8; ++i) conversations.push_back(a_conversation());
  constexpr int kEach = 60;
  std::atomic<bool> over{false};
  std::thread sending{[&] {
    senders(*db_, conversations, 1000, kEach);
    over = true;
  }};
  for (int round = 0; !over; ++round) {
    if (round == 10) {
      RealPostgres::shared().stop(RealPostgres::Stop::Immediate);
      RealPostgres::shared().start();
    }
    cut("pid%2=" + std::to_string(round % 2));
    // Something gets through between two cuts, however slow the machine.
    const std::size_t before = published_.batches().size();
    if (!eventually([&] { return over || published_.batches().size() > before + 3; })) break;
  }
  sending.join();
  for (const ConversationId conversation : conversations) {
    const HistoryQuery query{conversation, Seq{0}, std::nullopt, Seq{0}, 200, 1U << 20U};
    const auto page = runner_.run(db_->history(query)).value();
    ASSERT_EQ(page.messages.size(), static_cast<std::size_t>(kEach));
    for (std::size_t i = 0; i < page.messages.size(); ++i) {
      EXPECT_EQ(page.messages[i]->seq, Seq{i + 1});
      EXPECT_EQ(std::get<domain::Text>(page.messages[i]->content).text, Secret{std::to_string(i)});
    }
    EXPECT_EQ(published(conversation), static_cast<std::size_t>(kEach));
  }
}

TEST_F(PostgresFaults, two_nodes_on_the_same_conversations_keep_one_order_and_one_copy) {
  std::vector<ConversationId> conversations{a_conversation(), a_conversation()};
  Published published_there;
  auto there = home_.open_database(home_.config(NodeId{2}), published_there, clock_, observer_);
  // Two devices of one person send the same ids; another person writes on either node.
  std::vector<std::thread> threads;
  for (Store* const store : {static_cast<Store*>(db_.get()), static_cast<Store*>(there.get())}) {
    threads.emplace_back([&, store] { senders(*store, conversations, 1000, 40); });
    threads.emplace_back([&, store] { senders(*store, conversations, store == db_.get() ? 1 : 2, 40); });
  }
  for (auto& thread : threads) thread.join();
  for (const ConversationId conversation : conversations) {
    const HistoryQuery query{conversation, Seq{0}, std::nullopt, Seq{0}, 200, 1U << 20U};
    const auto page = runner_.run(there->history(query)).value();
    ASSERT_EQ(page.messages.size(), 120U);
    std::set<std::pair<PersonId, ClientMessageId>> once;
    for (std::size_t i = 0; i < page.messages.size(); ++i) {
      EXPECT_EQ(page.messages[i]->seq, Seq{i + 1});
      EXPECT_TRUE(once.emplace(page.messages[i]->author, page.messages[i]->client_id).second);
    }
  }
  EXPECT_EQ(home_.run("SELECT count(*) FROM (SELECT node, lane, count(*), max(n) FROM commit_log"
                      " GROUP BY node, lane HAVING count(*)<>max(n)) gaps"),
            "0");
}

TEST_F(PostgresFaults, a_record_made_on_two_nodes_at_once_is_one_conflict) {
  Published published_there;
  auto there = home_.open_database(home_.config(NodeId{2}), published_there, clock_, observer_);
  for (std::uint64_t round = 1; round <= 20; ++round) {
    const auto put = [round](PersonId id) {
      domain::Person person;
      person.id = id;
      person.organisation = kLine;
      person.login_hash = "login " + std::to_string(round);
      return item(Put<domain::Person>{person});
    };
    Running here{*db_, put(PersonId{2 * round})};
    Running twin{*there, put(PersonId{2 * round + round % 2})};  // the same record, or the same login
    const auto first = here.result();
    const auto second = twin.result();
    EXPECT_NE(first.has_value(), second.has_value());
    EXPECT_EQ(code_of(first ? second : first), Code::Conflict);
  }
}

TEST_F(PostgresFaults, what_one_node_erased_is_gone_on_the_other) {
  Published published_there;
  auto there = home_.open_database(home_.config(NodeId{2}), published_there, clock_, observer_);
  const auto conversation = a_conversation();
  ASSERT_TRUE(commit(item(text(conversation, kAda, 1, "x"))));
  const HistoryQuery all{conversation, Seq{0}, std::nullopt, Seq{0}, 200, 1U << 20U};
  EXPECT_EQ(runner_.run(there->history(all)).value().messages.size(), 1U);  // it knows the key now
  ASSERT_TRUE(commit(item(EraseConversation{conversation})));
  const auto page = runner_.run(there->history(all)).value();
  EXPECT_TRUE(page.messages.empty());
  EXPECT_EQ(page.head, Seq{1});
  EXPECT_EQ(code_of(runner_.run(there->commit(item(text(conversation, kAda, 2, "y"))))), Code::NotFound);
}

TEST_F(PostgresFaults, what_was_erased_stays_erased_when_an_older_database_is_put_back) {
  const auto whole = a_conversation();
  const auto part = a_conversation();
  ASSERT_TRUE(commit(item(text(whole, kAda, 1, "x"))));
  ASSERT_TRUE(commit(item(text(part, kAda, 1, "x"), text(part, kAda, 2, "y"))));
  home_.run(
      "CREATE TABLE old_message AS SELECT * FROM message; CREATE TABLE old_key AS SELECT * FROM data_key;"
      "CREATE TABLE old_counter AS SELECT * FROM counter");
  ASSERT_TRUE(commit(item(EraseConversation{whole})));
  ASSERT_TRUE(commit(item(EraseMessage{{part, Seq{1}}})));
  db_.reset();
  home_.run(
      "TRUNCATE message, data_key, counter; INSERT INTO message SELECT * FROM old_message;"
      "INSERT INTO data_key SELECT * FROM old_key; INSERT INTO counter SELECT * FROM old_counter");
  open(milliseconds{15'000});
  EXPECT_EQ(stored(whole), 0U);
  EXPECT_EQ(home_.run("SELECT count(*) FROM data_key WHERE conversation=" + std::to_string(whole.get())),
            "0");
  const HistoryQuery all{part, Seq{0}, std::nullopt, Seq{0}, 200, 1U << 20U};
  const auto page = runner_.run(db_->history(all)).value();
  ASSERT_EQ(page.messages.size(), 2U);
  EXPECT_TRUE(page.messages[0]->erased);
  EXPECT_FALSE(page.messages[1]->erased);
}

TEST_F(PostgresFaults, nodes_that_start_together_migrate_once) {
  const PostgresHome empty;
  std::atomic<int> opened{0};
  std::vector<std::thread> nodes;
  for (std::uint64_t node = 1; node <= 4; ++node) {
    nodes.emplace_back([&, node] {
      std::string why;
      Published published;
      auto config = empty.config(NodeId{node});
      config.lanes = 1;
      config.readers = 1;
      const auto store = postgres::open_postgres(config, published, clock_, observer_, why);
      EXPECT_TRUE(store) << why;
      if (store && (*store)->epoch() == Epoch{1}) ++opened;
    });
  }
  for (auto& node : nodes) node.join();
  EXPECT_EQ(opened, 4);
}

TEST_F(PostgresFaults, the_epoch_rises_once_for_all_nodes_when_the_history_branched) {
  EXPECT_EQ(db_->epoch(), Epoch{1});
  db_.reset();
  home_.run("UPDATE meta SET value=value+1 WHERE name='timeline'");  // as if this were another's past
  for (std::uint64_t node = 1; node <= 2; ++node) {
    const auto store = home_.open_database(home_.config(NodeId{node}), published_, clock_, observer_);
    EXPECT_EQ(store->epoch(), Epoch{2});
  }
}

TEST_F(PostgresFaults, a_failover_is_followed_loses_nothing_acknowledged_and_is_told_by_the_epoch) {
  RealPostgres primary;
  RealPostgres standby{RealPostgres::StandbyOf{primary}};
  const std::string database = primary.fresh_database();
  primary.run("postgres", "ALTER SYSTEM SET synchronous_standby_names='*'");
  primary.run("postgres", "SELECT pg_reload_conf()");
  auto config = home_.config(NodeId{1});
  const auto ports = std::to_string(primary.port()) + "," + std::to_string(standby.port());
  config.conninfo = Secret{primary.conninfo(database) + " host=127.0.0.1,127.0.0.1 port=" + ports};
  db_ = home_.open_database(config, published_, clock_, observer_);
  EXPECT_EQ(db_->epoch(), Epoch{1});
  const auto conversation = a_conversation();
  for (std::uint64_t i = 1; i <= 20; ++i) ASSERT_TRUE(commit(item(text(conversation, kAda, i, "x"))));
  primary.stop(RealPostgres::Stop::Immediate);
  Running running{*db_, item(text(conversation, kAda, 21, "x"))};
  standby.run("postgres", "SELECT pg_promote()");
  EXPECT_TRUE(running.result());
  EXPECT_EQ(stored(conversation), 21U);
  EXPECT_EQ(published(conversation), 21U);
  EXPECT_EQ(db_->epoch(), Epoch{2});
  db_.reset();
}

TEST_F(PostgresFaults, says_whether_a_standby_confirms_and_how_far_our_clock_is_off) {
  ASSERT_TRUE(eventually([this] { return db_->standby() == postgres::Standby::Asynchronous; }));
  EXPECT_LT(std::chrono::abs(db_->clock_ahead()), std::chrono::seconds{1});
  wait_for_a_standby();
  EXPECT_TRUE(eventually([this] { return db_->standby() == postgres::Standby::Synchronous; }));
}

TEST_F(PostgresFaults, the_audit_is_chained_by_whichever_node_and_a_changed_row_shows) {
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(commit(item(AppendAudit{{clock_.wall(), kLine, kAda}})));
  ASSERT_TRUE(eventually([this] { return home_.run("SELECT count(*) FROM audit_waiting") == "0"; }));
  EXPECT_TRUE(runner_.run(db_->verify()).value().broken.empty());
  home_.run("UPDATE audit SET actor=actor+1 WHERE id=2");
  EXPECT_THAT(runner_.run(db_->verify()).value().broken, testing::ElementsAre(testing::HasSubstr("row 2")));
}

namespace {

std::string why_not(PostgresHome& home, const std::string& conninfo, Code code) {
  NoObserver observer;
  const SystemClock clock;
  Published published;
  auto config = home.config(NodeId{1});
  config.conninfo = Secret{conninfo};
  std::string why;
  const auto opened = postgres::open_postgres(config, published, clock, observer, why);
  EXPECT_EQ(opened ? Code{} : opened.error().code, code);
  return why;
}

}  // namespace

TEST_F(PostgresFaults, what_keeps_it_from_starting_is_said_with_what_to_do) {
  using testing::AllOf;
  using testing::HasSubstr;
  using testing::Not;
  const std::string good = home_.config(NodeId{1}).conninfo.reveal();
  EXPECT_THAT(why_not(home_, good + " user=locked password=canary", Code::Unavailable),
              AllOf(HasSubstr("check user and password"), Not(HasSubstr("canary"))));
  EXPECT_THAT(why_not(home_, good + " dbname=nowhere", Code::Unavailable), HasSubstr("create that database"));
  EXPECT_THAT(why_not(home_, good + " port=1", Code::Unavailable), HasSubstr("check host and port"));
  EXPECT_THAT(why_not(home_, good + " sslmode=require", Code::Unavailable), HasSubstr("check sslmode"));
  EXPECT_THAT(why_not(home_, "not=a conninfo", Code::Unavailable), HasSubstr("check store.postgres"));
  home_.run("UPDATE meta SET value=99 WHERE name='schema'");
  EXPECT_THAT(why_not(home_, good, Code::Unsupported), HasSubstr("newer version"));
}

}  // namespace holdfast::tests
