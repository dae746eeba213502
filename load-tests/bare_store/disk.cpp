// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The Holdfast authors
#include "bare_store/disk.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <system_error>
#include <vector>

namespace holdfast::load {

namespace {

constexpr std::size_t kPage = 4096;
constexpr std::size_t kPages = 1024;
constexpr std::size_t kTimes = 1500;

void must(bool good, const char* what) {
  if (!good) throw std::system_error{errno, std::system_category(), what};
}

}  // namespace

SyncTimes time_syncs(const std::string& folder) {
  const std::string path = folder + "/syncs";
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  must(fd >= 0, "open");
  const std::string page(kPage, 'x');
  const auto write_page = [&](std::size_t at) {
    const auto offset = static_cast<off_t>(at % kPages * kPage);
    must(::pwrite(fd, page.data(), page.size(), offset) == static_cast<ssize_t>(kPage), "pwrite");
  };
  for (std::size_t i = 0; i < kPages; ++i) write_page(i);
  must(::fdatasync(fd) == 0, "fdatasync");
  std::vector<double> times;
  for (std::size_t i = 0; i < kTimes; ++i) {
    write_page(i);
    const auto began = std::chrono::steady_clock::now();
    must(::fdatasync(fd) == 0, "fdatasync");
    times.push_back(
        std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - began).count());
  }
  ::close(fd);
  ::unlink(path.c_str());
  std::sort(times.begin(), times.end());
  return {times[kTimes / 2], times[kTimes * 99 / 100]};
}

}  // namespace holdfast::load
