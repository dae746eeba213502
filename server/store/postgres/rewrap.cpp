// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "store/postgres/upkeep.hpp"

namespace holdfast::store::postgres {

namespace {

constexpr int kRows = 200;  // about a millisecond of sealing a step

// A column whose bytes are sealed for a record of this id.
struct Column {
  const char* select;
  const char* update;
  const char* field;  // null: a wrapped data key
};
constexpr Column kColumns[] = {
    {"SELECT conversation, wrapped FROM data_key WHERE conversation>$1 ORDER BY conversation LIMIT $2",
     "UPDATE data_key SET wrapped=$2 WHERE conversation=$1 AND wrapped=$3", nullptr},
    {"SELECT id, display_name FROM person WHERE id>$1 AND display_name IS NOT NULL ORDER BY id LIMIT $2",
     "UPDATE person SET display_name=$2 WHERE id=$1 AND display_name=$3", kDisplayName},
    {"SELECT id, totp_secret FROM person WHERE id>$1 AND totp_secret IS NOT NULL ORDER BY id LIMIT $2",
     "UPDATE person SET totp_secret=$2 WHERE id=$1 AND totp_secret=$3", kTotpSecret},
    {"SELECT id, name FROM conversation WHERE id>$1 AND name IS NOT NULL ORDER BY id LIMIT $2",
     "UPDATE conversation SET name=$2 WHERE id=$1 AND name=$3", kConversationName},
};

Result<std::string> again(const vault::Keyring& ring, const char* field, std::uint64_t id,
                          const std::string& sealed) {
  if (field == nullptr) return ring.rewrap(ConversationId{id}, sealed);
  return ring.rewrap_field(id, field, sealed);
}

/// One step of one column. Gives whether there may be more.
Result<bool> step(Connection& db, const vault::Keyring& ring, const Column& column, std::uint64_t& after,
                  std::uint64_t& changed) {
  Rows rows = db.ask(column.select, after, kRows);
  static_cast<void>(db.ask("BEGIN"));
  bool any = false;
  while (rows.row()) {
    any = true;
    std::string sealed;
    rows.into(after, sealed);
    const auto moved = again(ring, column.field, after, sealed);
    if (!moved) {
      static_cast<void>(db.ask("ROLLBACK"));
      return moved.error();
    }
    if (*moved == sealed) continue;
    static_cast<void>(db.ask(column.update, after, *moved, sealed));
    ++changed;
  }
  static_cast<void>(db.ask("COMMIT"));
  return any;
}

}  // namespace

Result<std::uint64_t> rewrap(Connection& db, const vault::Keyring& ring) {
  std::uint64_t changed = 0;
  for (const Column& column : kColumns) {
    std::uint64_t after = 0;
    for (;;) {
      const auto more = step(db, ring, column, after, changed);
      if (!more) return more.error();
      if (!*more) break;
    }
  }
  return changed;
}

}  // namespace holdfast::store::postgres
