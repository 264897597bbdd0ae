#include "textflag.h"

// func prefetch(x []float32)
TEXT ·prefetch(SB), NOSPLIT, $0-24
	MOVQ x_base+0(FP), AX
	MOVQ x_len+8(FP), CX
	LEAQ (AX)(CX*4), CX
line:
	CMPQ AX, CX
	JAE  done
	PREFETCHT0 (AX)
	ADDQ $64, AX
	JMP  line
done:
	RET
