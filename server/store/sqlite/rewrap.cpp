// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include <vector>

#include "store/sealed/key_cache.hpp"
#include "store/sqlite/errands.hpp"
#include "store/sqlite/people.hpp"

namespace holdfast::store::sqlite {

namespace {

constexpr int kRows = 200;  // about a millisecond of sealing a step

// A column whose bytes are sealed for a record of this id.
struct Column {
  const char* select;
  const char* update;
  const char* field;  // null: a wrapped data key
};
constexpr Column kColumns[] = {
    {"SELECT conversation, wrapped FROM data_key WHERE conversation>?1 ORDER BY conversation LIMIT ?2",
     "UPDATE data_key SET wrapped=?2 WHERE conversation=?1", nullptr},
    {"SELECT id, display_name FROM person WHERE id>?1 AND display_name IS NOT NULL ORDER BY id LIMIT ?2",
     "UPDATE person SET display_name=?2 WHERE id=?1", kDisplayName},
    {"SELECT id, totp_secret FROM person WHERE id>?1 AND totp_secret IS NOT NULL ORDER BY id LIMIT ?2",
     "UPDATE person SET totp_secret=?2 WHERE id=?1", kTotpSecret},
    {"SELECT id, name FROM conversation WHERE id>?1 AND name IS NOT NULL ORDER BY id LIMIT ?2",
     "UPDATE conversation SET name=?2 WHERE id=?1", kConversationName},
};

class Rewrap final : public Errand {
 public:
  explicit Rewrap(vault::KeyringPtr ring) : ring_{std::move(ring)} {}

  Next step(Connection& db) override {
    struct Row {
      std::uint64_t id{0};
      std::string sealed;
    };
    std::vector<Row> rows;
    {
      Query query{db, kColumns[column_].select, after_, kRows};
      for (Row row; query.row();) {
        query.into(row.id, row.sealed);
        rows.push_back(row);
      }
    }
    run(db, "BEGIN IMMEDIATE");
    for (const Row& row : rows) {
      const auto moved = again(row.id, row.sealed);
      if (!moved) {
        run(db, "ROLLBACK");
        waiter->answer(moved.error());
        return Next::Done;
      }
      after_ = row.id;
      if (*moved == row.sealed) continue;
      run(db, kColumns[column_].update, row.id, *moved);
      ++changed_;
    }
    run(db, "COMMIT");
    return rows.empty() ? next_column() : Next::Again;
  }

 private:
  Next next_column() {
    after_ = 0;
    if (++column_ < std::size(kColumns)) return Next::Again;
    waiter->answer(changed_);
    return Next::Done;
  }

  Result<std::string> again(std::uint64_t id, const std::string& sealed) const {
    const char* const field = kColumns[column_].field;
    if (field == nullptr) return ring_->rewrap(ConversationId{id}, sealed);
    return ring_->rewrap_field(id, field, sealed);
  }

  vault::KeyringPtr ring_;
  std::size_t column_{0};
  std::uint64_t after_{0};
  std::uint64_t changed_{0};
};

}  // namespace

std::unique_ptr<Errand> make_rewrap(vault::KeyringPtr ring) {
  return std::make_unique<Rewrap>(std::move(ring));
}

}  // namespace holdfast::store::sqlite
