// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "io/http.hpp"

namespace holdfast::api {

/// A site's files, read once at start so that no request touches the disk and no path can climb out of the
/// folder. Thread-safe: immutable.
class StaticFiles {
 public:
  /// Errors: Invalid with a sentence in `why` (folder unreadable, over 64 MiB or 4096 files).
  [[nodiscard]] static Result<std::unique_ptr<StaticFiles>> load(const std::string& folder, std::string& why);
  /// A folder's path gives its index.html; an unknown one 404. Takes: the request's Accept-Encoding; where it
  /// names gzip and the site has FILE.gz beside FILE, that copy goes out: a page on a bad line is a third as
  /// long.
  [[nodiscard]] io::HttpResponse answer(std::string_view path, std::string_view accept_encoding = {}) const;

 private:
  struct File {
    std::string type, bytes, gzip;
  };
  void lay_copies_beside_their_files();
  std::map<std::string, File, std::less<>> files_;
};

}  // namespace holdfast::api
