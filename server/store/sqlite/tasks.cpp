// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "store/sqlite/tasks.hpp"

#include <algorithm>

namespace holdfast::store::sqlite {

namespace {
constexpr std::uint32_t kTasksMost = 1000;
}

Version version_of(Connection& db, TaskId id) {
  Query query{db, "SELECT version FROM task WHERE id=?1", id};
  return query.row() ? query.at<Version>(0) : Version{};
}

void put(Connection& db, const domain::Task& t) {
  const Instant ready = t.claimed_by ? std::max(t.due, t.claimed_until) : t.due;
  run(db,
      "INSERT INTO task VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11) ON CONFLICT(id) DO UPDATE SET version=?2, "
      "kind=?3,"
      " organisation=?4, subject=?5, payload=?6, due=?7, attempts=?8, claimed_by=?9, claimed_until=?10, "
      "ready=?11",
      t.id, Version{t.version.get() + 1}, t.kind, t.organisation, t.subject, t.payload, t.due, t.attempts,
      t.claimed_by, t.claimed_until, ready);
}

void finish_task(Connection& db, TaskId id) {
  run(db, "DELETE FROM task WHERE id=?1", id);
}

std::vector<domain::Task> due_tasks(Connection& db, Instant now, std::uint32_t limit) {
  Query query{db, "SELECT * FROM task WHERE ready<=?1 ORDER BY ready, id LIMIT ?2", now,
              std::min(limit, kTasksMost)};
  std::vector<domain::Task> all;
  while (query.row()) {
    domain::Task t;
    query.into(t.id, t.version, t.kind, t.organisation, t.subject, t.payload, t.due, t.attempts, t.claimed_by,
               t.claimed_until);
    all.push_back(std::move(t));
  }
  return all;
}

std::optional<Instant> next_due(Connection& db) {
  Query query{db, "SELECT min(ready) FROM task"};
  if (!query.row() || query.null(0)) return std::nullopt;
  return query.at<Instant>(0);
}

}  // namespace holdfast::store::sqlite
