// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "api/static_files.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

namespace holdfast::api {

namespace {

constexpr std::size_t kBytes =
    64UL * 1024 * 1024;  // apps, words and fonts are a few MiB; a wrong folder is not served
constexpr std::size_t kFiles = 4096;
constexpr std::string_view kCopy = ".gz";
constexpr std::string_view kNamedByContent = "/assets/";  // the build puts a digest into these names

constexpr std::array<std::pair<std::string_view, std::string_view>, 11> kTypes{
    {{".html", "text/html; charset=utf-8"},
     {".js", "text/javascript; charset=utf-8"},
     {".css", "text/css; charset=utf-8"},
     {".json", "application/json"},
     {".webmanifest", "application/manifest+json"},
     {".svg", "image/svg+xml"},
     {".png", "image/png"},
     {".ico", "image/x-icon"},
     {".woff2", "font/woff2"},
     {".wasm", "application/wasm"},
     {".txt", "text/plain; charset=utf-8"}}};

/// RFC 9110 §12.5.3, as far as browsers write it: "gzip, deflate, br"; a weight of 0 refuses.
bool takes_gzip(std::string_view accept_encoding) {
  while (!accept_encoding.empty()) {
    const std::string_view one = accept_encoding.substr(0, accept_encoding.find(','));
    accept_encoding.remove_prefix(std::min(one.size() + 1, accept_encoding.size()));
    const std::size_t begin = one.find_first_not_of(" \t");
    if (begin == std::string_view::npos || !one.substr(begin).starts_with("gzip")) continue;
    const std::string_view rest = one.substr(begin + std::string_view{"gzip"}.size());
    if (rest.find_first_not_of(" \t") == std::string_view::npos) return true;
    const std::size_t weight = rest.find("q=");
    return weight != std::string_view::npos &&
           rest.find_first_of("123456789", weight) != std::string_view::npos;
  }
  return false;
}

std::string_view type_of(const std::string& extension) {
  for (const auto& [known, type] : kTypes) {
    if (known == extension) return type;
  }
  return "application/octet-stream";
}

}  // namespace

Result<std::unique_ptr<StaticFiles>> StaticFiles::load(const std::string& folder, std::string& why) {
  auto site = std::make_unique<StaticFiles>();
  std::size_t bytes = 0;
  std::error_code failed;
  for (const auto& entry : std::filesystem::recursive_directory_iterator{folder, failed}) {
    if (!entry.is_regular_file() || entry.is_symlink()) continue;
    std::ifstream file{entry.path(), std::ios::binary};
    File loaded{std::string{type_of(entry.path().extension().string())},
                std::string{std::istreambuf_iterator<char>{file}, {}},
                {}};
    bytes += loaded.bytes.size();
    if (bytes > kBytes || site->files_.size() >= kFiles) {
      why = "the site's folder holds more than 64 MiB or 4096 files";
      return refuse(Code::Invalid);
    }
    site->files_.emplace("/" + entry.path().lexically_relative(folder).generic_string(), std::move(loaded));
  }
  if (failed) {
    why = "the site's folder cannot be read";
    return refuse(Code::Invalid);
  }
  site->lay_copies_beside_their_files();
  return site;
}

void StaticFiles::lay_copies_beside_their_files() {
  for (auto copy = files_.begin(); copy != files_.end();) {
    const std::string& name = copy->first;
    const auto of =
        name.ends_with(kCopy) ? files_.find(name.substr(0, name.size() - kCopy.size())) : files_.end();
    if (of == files_.end()) {
      ++copy;
      continue;
    }
    of->second.gzip = std::move(copy->second.bytes);
    copy = files_.erase(copy);
  }
}

io::HttpResponse StaticFiles::answer(std::string_view path, std::string_view accept_encoding) const {
  auto found = files_.find(path);
  if (found == files_.end()) {
    const std::string index = std::string{path} + (path.ends_with('/') ? "" : "/") + "index.html";
    found = files_.find(index);
  }
  io::HttpResponse response;
  // Nothing from elsewhere runs or is loaded; no page may frame this one (a watched phone, a hostile site).
  response.headers = {
      {"Content-Security-Policy",
       "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
       "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; "
       "frame-ancestors 'none'"},
      {"X-Content-Type-Options", "nosniff"},
      {"Referrer-Policy", "no-referrer"},
      {"Cross-Origin-Opener-Policy", "same-origin"},
      {"Vary", "Accept-Encoding"},
      {"Cache-Control", found != files_.end() && path.starts_with(kNamedByContent)
                            ? "public, max-age=31536000, immutable"
                            : "no-cache"}};
  if (found == files_.end()) {
    response.status = 404;
    response.content_type = "text/plain; charset=utf-8";
    response.body = "There is no such page.\n";
    return response;
  }
  response.content_type = found->second.type;
  const bool copy = !found->second.gzip.empty() && takes_gzip(accept_encoding);
  if (copy) response.headers.emplace_back("Content-Encoding", "gzip");
  response.body = copy ? found->second.gzip : found->second.bytes;
  return response;
}

}  // namespace holdfast::api
