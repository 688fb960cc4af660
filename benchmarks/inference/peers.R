# Rejections at .05 of other tests on the surveys of peers.py: Rscript peers.R surveys.csv out.csv
# surveys.csv: survey, agency, group, answer, people. One row per survey in out.csv: the p-values.
suppressPackageStartupMessages({library(survey); library(geepack); library(ordinal); library(sandwich)})
options(warn = -1)
files <- commandArgs(TRUE); A <- read.csv(files[1]); A <- A[A$people > 0, ]
quiet <- function(expr) tryCatch(suppressMessages(expr), error = function(e) NA)
wald <- function(b, V) { q <- length(b); as.numeric(pchisq(t(b) %*% solve(V, b), q, lower.tail = FALSE)) }
one <- function(D) {
  D <- D[rep(seq_len(nrow(D)), D$people), ]; D$group <- factor(D$group); D <- D[order(D$agency), ]
  D$unit <- as.integer(factor(D$agency)); D$y <- factor(D$answer, ordered = TRUE); k <- nlevels(D$group)
  design <- svydesign(ids = ~unit, data = D, weights = ~1)
  rank <- quiet({ found <- svyranktest(answer ~ group, design, test = if (k == 2) "wilcoxon" else "KruskalWallis"); as.numeric(found$p.value)[1] })
  gee <- quiet({ m <- geeglm(answer ~ group, id = unit, data = D, corstr = "exchangeable"); wald(coef(m)[-1], vcov(m)[-1, -1, drop = FALSE]) })
  po <- quiet({ m <- clm(y ~ group, data = D); at <- grep("^group", names(coef(m))); wald(coef(m)[at], vcovCL(m, cluster = D$unit)[at, at, drop = FALSE]) })
  mixed <- quiet({ m <- clmm(y ~ group + (1 | unit), data = D); at <- grep("^group", names(coef(m))); wald(coef(m)[at], vcov(m)[at, at, drop = FALSE]) })
  data.frame(survey = D$survey[1], svyranktest = rank, gee = gee, clm_sandwich = po, clmm = mixed)
}
write.csv(do.call(rbind, lapply(split(A, A$survey), one)), files[2], row.names = FALSE)
