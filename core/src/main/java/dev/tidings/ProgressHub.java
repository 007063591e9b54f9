package dev.tidings;

final class ProgressHub {}
