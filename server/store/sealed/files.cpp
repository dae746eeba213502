// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "store/sealed/files.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <sstream>
#include <utility>

namespace holdfast::store {

File::~File() {
  if (fd_ >= 0) ::close(fd_);
}
File::File(File&& other) noexcept : fd_{std::exchange(other.fd_, -1)} {}
File& File::operator=(File&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}

Result<File> lock_database(const std::string& database, std::string& why) {
  const std::string path = database + ".lock";
  File file{::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)};
  if (file.fd() < 0) {
    why = "The lock file " + path + " cannot be made: is the folder there and writable?";
    return refuse(Code::Unavailable);
  }
  if (::flock(file.fd(), LOCK_EX | LOCK_NB) != 0) {
    why = "The database " + database + " is in use by another process.";
    return refuse(Code::Busy);
  }
  return file;
}

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t wrote = ::write(fd, bytes.data(), bytes.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(wrote));
  }
  return true;
}

bool sync_folder_of(const std::string& path) {
  auto folder = std::filesystem::path{path}.parent_path();
  if (folder.empty()) folder = ".";
  const File opened{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  return opened.fd() >= 0 && ::fsync(opened.fd()) == 0;
}

bool replace_file(const std::string& path, std::string_view text, Durable durable) {
  const std::string fresh = path + ".new";
  {
    const File file{::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)};
    if (file.fd() < 0 || !write_all(file.fd(), text)) return false;
    if (durable == Durable::Yes && ::fsync(file.fd()) != 0) return false;
  }
  if (std::rename(fresh.c_str(), path.c_str()) != 0) return false;
  return durable == Durable::No || sync_folder_of(path);
}

std::optional<std::string> read_file(const std::string& path, std::size_t most) {
  const File file{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
  if (file.fd() < 0) return std::nullopt;
  std::string text;
  char block[4096];
  for (;;) {
    const ssize_t got = ::read(file.fd(), block, sizeof block);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0 || text.size() > most) return std::nullopt;
    if (got == 0) return text;
    text.append(block, static_cast<std::size_t>(got));
  }
}

std::optional<Marker> read_marker(const std::string& database) {
  const auto text = read_file(database + ".epoch", 4096);
  if (!text) return std::nullopt;
  Marker marker;
  std::istringstream in{*text};
  if (!(in >> marker.store >> marker.epoch >> marker.commit)) return std::nullopt;
  return marker;
}

bool write_marker(const std::string& database, const Marker& marker, Durable durable) {
  const std::string text = std::to_string(marker.store) + ' ' + std::to_string(marker.epoch) + ' ' +
                           std::to_string(marker.commit) + '\n';
  return replace_file(database + ".epoch", text, durable);
}

}  // namespace holdfast::store
