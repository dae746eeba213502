// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "api/static_files.hpp"

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
                std::string{std::istreambuf_iterator<char>{file}, {}}};
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
  return site;
}

io::HttpResponse StaticFiles::answer(std::string_view path) const {
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
      {"Cache-Control", "no-cache"}};
  if (found == files_.end()) {
    response.status = 404;
    response.content_type = "text/plain; charset=utf-8";
    response.body = "There is no such page.\n";
    return response;
  }
  response.content_type = found->second.type;
  response.body = found->second.bytes;
  return response;
}

}  // namespace holdfast::api
