// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "store/sqlite/queue.hpp"

#include "store/sealed/bytes.hpp"

namespace holdfast::store::sqlite {

namespace {

domain::Request request_of(Query& q) {
  domain::Request r;
  std::string wishes;
  q.into(r.id, r.version, r.organisation, r.conversation, r.seeker, r.state, r.level, r.urgent, r.language,
         wishes, r.asked, r.taken_by, r.taken);
  for (std::string_view rest{wishes}; !rest.empty();) r.wishes.push_back(take_text(rest));
  return r;
}

std::optional<domain::Request> one(Query& q) {
  if (!q.row()) return std::nullopt;
  return request_of(q);
}

}  // namespace

Version version_of(Connection& db, const domain::Request& record) {
  Query query{db, "SELECT version FROM request WHERE id=?1", record.id};
  return query.row() ? query.at<Version>(0) : Version{};
}

bool taken(Connection& db, const domain::Request& record) {
  if (record.state != domain::RequestState::Waiting) return false;
  Query query{db, "SELECT 1 FROM request WHERE seeker=?1 AND state=0 AND id<>?2", record.seeker, record.id};
  return query.row();
}

void put(Connection& db, const domain::Request& r) {
  std::string wishes;
  for (const std::string& wish : r.wishes) append_text(wishes, wish);
  run(db,
      "INSERT INTO request VALUES(?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13) ON CONFLICT(id) DO UPDATE SET "
      "version=?2,"
      " organisation=?3, conversation=?4, seeker=?5, state=?6, level=?7, urgent=?8, language=?9, wishes=?10, "
      "asked=?11,"
      " taken_by=?12, taken=?13",
      r.id, Version{r.version.get() + 1}, r.organisation, r.conversation, r.seeker, r.state, r.level,
      r.urgent, r.language, wishes, r.asked, r.taken_by, r.taken);
}

std::vector<domain::Request> waiting(Connection& db, OrganisationId organisation) {
  Query query{db, "SELECT * FROM request WHERE organisation=?1 AND state=0 ORDER BY asked, id", organisation};
  std::vector<domain::Request> all;
  while (query.row()) all.push_back(request_of(query));
  return all;
}

std::optional<domain::Request> request(Connection& db, RequestId id) {
  Query query{db, "SELECT * FROM request WHERE id=?1", id};
  return one(query);
}

std::optional<domain::Request> open_request_of(Connection& db, PersonId seeker) {
  Query query{db, "SELECT * FROM request WHERE seeker=?1 AND state=0", seeker};
  return one(query);
}

}  // namespace holdfast::store::sqlite
