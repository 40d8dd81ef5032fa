import dev.adjoint.autodiff.*;
import dev.adjoint.exec.Program;
import dev.adjoint.gradcheck.*;
import dev.adjoint.graph.*;
import dev.adjoint.nn.*;
import dev.adjoint.nn.data.*;
import dev.adjoint.ops.*;
